"""Model calls for a report: folded away, pictures shortened, long bodies cut with a word about it; knows no HTML."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from traces import figures
from traces.calls import RecordedCall, indent_json, shorten_base64
from traces.cleaning import clean_block, clean_line

_BODY_CHARS: Final = 12_000
_ALL_BODIES_CHARS: Final = 900_000


@dataclass(frozen=True, kw_only=True)
class CallView:
    """A model call, folded away."""

    occasion: str
    outcome: str
    request: str
    response: str


def fold_calls(calls: Iterable[RecordedCall]) -> tuple[CallView, ...]:
    """Prepare calls for a page; their bodies together never outgrow it."""
    left = _ALL_BODIES_CHARS
    views: list[CallView] = []
    for call in calls:
        bodies = [_fold(body, min(_BODY_CHARS, left)) for body in (call.request_body, call.response_body)]
        left = max(left - sum(len(body) for body in bodies), 0)
        views.append(
            CallView(occasion=clean_line(call.occasion), outcome=_say_call(call), request=bodies[0], response=bodies[1])
        )
    return tuple(views)


def _fold(body: str, most: int) -> str:
    text = clean_block(shorten_base64(indent_json(body)))
    if len(text) <= most:
        return text or "(empty)"
    return text[:most] + f"\n… {len(text) - most} more characters: see traces show --raw --json"


def _say_call(call: RecordedCall) -> str:
    status = "no answer on record" if call.http_status is None else f"HTTP {call.http_status}"
    problem = f", {call.problem}: {call.says}" if call.problem else ""
    took = "" if call.elapsed_s is None else f", {figures.duration(call.elapsed_s)}"
    return clean_line(f"{call.asked_of}, {status}{problem}{took}, {figures.money(call.cost_usd)}")
