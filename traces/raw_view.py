"""Model calls for a terminal: when, to whom, how long, how dear, and the exact words both ways, pictures shortened."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from traces import figures
from traces.calls import RecordedCall, indent_json, shorten_base64
from traces.cleaning import clean_block, clean_line
from traces.terminal import Look


def view_calls(calls: Iterable[RecordedCall], *, look: Look) -> Iterator[RenderableType]:
    """Compose the calls one by one; a run without any says so."""
    count = 0
    for count, call in enumerate(calls, start=1):  # noqa: B007 - counted for the empty case
        yield _view_call(call, look=look)
    if not count:
        yield Text("no model calls on record here: the embedded team makes none")


def _view_call(call: RecordedCall, *, look: Look) -> RenderableType:
    headline = Text(clean_line(call.occasion), style="bold")
    facts = [call.asked_of, call.sent_at, "from the cache" if call.source == "cache" else f"{call.method} {call.url}"]
    return Group(
        Rule(headline, align="left", style="dim", characters="─" if look.unicode else "-"),
        Text(look.spell(clean_line(" · ".join(facts))), style="dim"),
        Text(look.spell(clean_line(_say_outcome(call))), style="" if call.problem is None else "red"),
        Text("request", style="cyan"),
        _view_body(call.request_body),
        Text("response", style="cyan"),
        _view_body(call.response_body),
        Text(),
    )


def _say_outcome(call: RecordedCall) -> str:
    if call.final is None:
        return "no answer on record: the process died while it waited; the call may have been billed"
    again = "" if call.final else ", tried again after this"
    status = "no answer" if call.http_status is None else f"HTTP {call.http_status}"
    problem = f", {call.problem}: {call.says}" if call.problem else ""
    took = "" if call.elapsed_s is None else f", {figures.duration(call.elapsed_s)}"
    usage = "".join(f", {name} {count}" for name, count in call.usage.items() if count)
    return f"{status}{problem}{again}{took}{usage}, {figures.money(call.cost_usd)}"


def _view_body(body: str) -> Text:
    return Text(clean_block(shorten_base64(indent_json(body))) or "(empty)")
