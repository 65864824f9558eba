"""Prices the phrases of the run that `lab.rent` is asked about, and shows the sentence tinted by its rent.

Knows nothing of how a phrase is priced.
"""

import argparse
import contextlib
import html
import json
from collections.abc import Iterator
from dataclasses import asdict

from PIL.Image import Image
from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text

from agents.protocols import RenderRequest, Turn
from codec.command import say_error
from codec.errors import RunStateError, UsageError
from codec.fidelity import Measure
from codec.mub import MubFile
from graph.batch_progress import show_progress
from graph.finish import file_of
from graph.launch import hire_alone
from graph.session import task_of
from graph.state import Task, meter_for
from lab.rent_measure import PhraseRent, Rents, price_phrases
from lab.show import format_interval, show_table
from traces.cleaning import clean_line
from traces.dialogue import Round
from traces.folder import find_run, write_whole
from traces.reader import Trace, read_trace

_RANDOM_RENDERS = 3
"""Pictures of each description where the decoder leaves something to chance."""

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1rem}"
    ".sentence{font-size:1.5rem}td,th{padding:.2rem 1rem .2rem 0;text-align:left}footer{color:#666;margin-top:1rem}"
)
_KEY = (
    "Each phrase was left out and the rest drawn. Green pays, red costs likeness, the deeper the more; grey can't be "
    "told from nothing."
)


def play(arguments: argparse.Namespace) -> int:
    """Do what the options say; return the exit code.

    Raises UsageError for options that make no sense, RunStateError for a run without a picture yet, and as `find_run`.
    """
    trace = read_trace(find_run(arguments.run, arguments.runs))
    task, best = task_of(trace.folder), _best_round(trace)
    renderer = arguments.renderer or trace.settings["team"]["renderer"]
    renders = arguments.renders or (1 if renderer.partition(":")[0] == "sketch" else _RANDOM_RENDERS)
    if renders < 1:
        raise UsageError(f"--renders {renders}: a whole number of at least 1 is wanted")
    mub = file_of(task, best)
    phrases = [kept.phrase.text for kept in best.offer.kept]
    total = (len(phrases) + 1 if len(phrases) > 1 else 1) * renders
    with contextlib.ExitStack() as stack:
        draw = _Drawing(arguments, renderer, task, mub, stack)
        advance = stack.enter_context(show_progress("renders", total=total, quiet=arguments.quiet))
        try:
            rents = price_phrases(
                mub,
                phrases,
                measure=Measure(trace.folder.load_picture(task.original)),
                meter=meter_for(task),
                draw=draw,
                renders=renders,
                advance=lambda text: advance(clean_line(text), passed=draw.recalled),
            )
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt("interrupted; no picture that was paid for is asked for again") from stop
    if arguments.html:
        write_whole(arguments.html, _page(rents, run=trace.folder.id, renders=renders).encode())
    if arguments.json:
        print(json.dumps({"run": trace.folder.id, "renders": renders, **asdict(rents)}, indent=2, ensure_ascii=False))
    else:
        show_table(_tabulate(rents, unit=meter_for(task).budget.unit, renders=renders))
    return 0


def _best_round(trace: Trace) -> Round:
    """Find the round whose description the run ended with, or would end with now."""
    for event in reversed(trace.rounds):
        if event.past.accepted:
            return event.outcome
    raise RunStateError(f"{trace.folder.id}: no round of this run has a picture yet")


class _Drawing:
    """Draws descriptions as they would be drawn from the file; what was paid for once comes from the cache."""

    def __init__(
        self, arguments: argparse.Namespace, reference: str, task: Task, mub: MubFile, stack: contextlib.ExitStack
    ) -> None:
        def notify(text: str) -> None:
            say_error(text, program="mubpp rent")

        self._renderer, self._wire = hire_alone(
            "renderer", reference, arguments, runs=arguments.runs, notify=notify, stack=stack
        )
        self._canvas = task.geometry.canvas()
        self._seed_choice = mub.seed_choice
        self.recalled = False
        """Whether the latest picture was paid for earlier."""

    def __call__(self, description: str, number: int) -> Image | None:
        """Draw a description for the n-th time."""
        width, height = self._canvas
        request = RenderRequest(
            turn=Turn(round=0, repeat=number),
            description=description,
            width=width,
            height=height,
            seed_choice=self._seed_choice,
        )
        before = dict(self._wire.sources)
        image: Image | None = self._renderer.render(request).image
        sources = self._wire.sources
        self.recalled = sources["cache"] > before["cache"] and sources["network"] == before["network"]
        return image


def _tabulate(rents: Rents, *, unit: str, renders: int) -> Group:
    head = Text(_say_whole(rents, renders))
    if not rents.phrases:
        return Group(Text(clean_line(rents.description)), head, Text("one phrase: without it there is nothing to draw"))
    table = Table()
    for name in ("phrase", "rent", "bits saved", f"{unit} saved", "rent per 10 bits", ""):
        table.add_column(name, justify="left" if name in {"phrase", ""} else "right")
    for part in rents.phrases:
        table.add_row(
            clean_line(part.phrase),
            "–" if part.rent is None else format_interval(part.rent, digits=4),
            str(part.file_bits_saved),
            f"{part.cost_saved:g}",
            _per_bits(part),
            _verdict(part),
            style=Style(color=_tint(part, rents)),
        )
    return Group(_sentence(rents), head, table)


def _say_whole(rents: Rents, renders: int) -> str:
    whole = "nothing could be drawn" if rents.fidelity is None else f"likeness {format_interval(rents.fidelity)}"
    return f"Whole description: {whole}, {rents.file_bits} bits; {renders} render{'s' * (renders > 1)} of each"


def _per_bits(part: PhraseRent) -> str:
    if part.rent is None or part.file_bits_saved <= 0:
        return "–"
    return f"{part.rent.mean / part.file_bits_saved * 10:+.4f}"


def _verdict(part: PhraseRent) -> str:
    if part.rent is None:
        return "could not be drawn"
    if part.inside_noise:
        return "inside the noise of rendering"
    return "pays" if part.rent.mean > 0 else "costs likeness" if part.rent.mean < 0 else "changes nothing"


def _pieces(rents: Rents) -> Iterator[tuple[str, PhraseRent | None]]:
    """Split the description into its phrases and what stands between them."""
    at = 0
    for part in rents.phrases:
        found = rents.description.find(part.phrase, at)
        if found < 0:
            continue
        if found > at:
            yield rents.description[at:found], None
        yield part.phrase, part
        at = found + len(part.phrase)
    if at < len(rents.description):
        yield rents.description[at:], None


def _sentence(rents: Rents) -> Text:
    text = Text()
    for words, part in _pieces(rents):
        text.append(clean_line(words) if part else words, Style(color=_tint(part, rents), bold=True) if part else None)
    return text


def _tint(part: PhraseRent, rents: Rents) -> str:
    """Choose a colour from red (costs) over grey (nothing) to green (pays), by the largest rent of the sentence."""
    if part.rent is None or part.inside_noise:
        return "#909090"
    most = max((abs(other.rent.mean) for other in rents.phrases if other.rent), default=0.0)
    share = part.rent.mean / most if most else 0.0
    grey, full = (144, 144, 144), (40, 170, 70) if share > 0 else (214, 60, 50)
    return "#" + "".join(f"{round(g + (f - g) * abs(share) ** 0.6):02x}" for g, f in zip(grey, full, strict=True))


def _page(rents: Rents, *, run: str, renders: int) -> str:
    sentence = "".join(
        f'<span style="background:{_tint(part, rents)}66;border-bottom:3px solid {_tint(part, rents)}" '
        f'title="{_hint(part)}">{html.escape(words)}</span>'
        if part
        else html.escape(words)
        for words, part in _pieces(rents)
    )
    rows = "".join(
        f"<tr><td>{html.escape(part.phrase)}<td>{'–' if part.rent is None else format_interval(part.rent, digits=4)}"
        f"<td>{part.file_bits_saved}<td>{_per_bits(part)}<td>{html.escape(_verdict(part))}</tr>"
        for part in rents.phrases
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>phrase rent</title><style>{_STYLE}</style>'
        f'<h1>What each phrase pays</h1><p class="sentence">{sentence}</p>'
        f"<p>{_KEY}</p><p>{html.escape(_say_whole(rents, renders))}</p>"
        "<table><tr><th>phrase<th>likeness lost without it<th>bits saved<th>lost per 10 bits<th></tr>"
        f"{rows}</table><footer>{html.escape(run)}</footer></html>\n"
    )


def _hint(part: PhraseRent) -> str:
    return "not drawn" if part.rent is None else f"rent {part.rent.mean:+.4f}, {part.file_bits_saved} bits"
