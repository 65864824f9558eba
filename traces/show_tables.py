"""The tables inside `show`: phrases with their prices, candidates, the critique, policies, the ledger."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Box, Candidate, Critique, Reading
from traces.events import Coding
from traces.story import PhraseRow, Rented
from traces.terminal import Look


def table_of_phrases(rows: Sequence[PhraseRow], *, number: int, unit: str, look: Look) -> Table:
    """Tabulate a round's phrases; an estimated rent has a tilde, an older one its round."""
    table = _table("", "phrase", "kind", "worth", "cost", "rent", "why", numbers=("worth", "cost", "rent"))
    for row in rows:
        style = "" if row.kept else "dim"
        cells = [
            "in" if row.kept else "out",
            row.text,
            row.kind,
            "–" if row.worth is None else f"{row.worth:.2f}",
            "–" if row.cost is None else figures.plain_number(row.cost),
            _say_rent(row.rent, number=number),
            row.why,
        ]
        table.add_row(*(Text(look.spell(cell), style=style) for cell in cells))
    table.caption = f"cost in {unit}; rent is what the score would lose without the phrase"
    table.caption_style = "dim"
    table.caption_justify = "left"
    return table


def table_of_candidates(candidates: Sequence[Candidate], chosen: Candidate | None, *, look: Look) -> Table:
    """Tabulate what the renderer drew."""
    table = _table("candidate", "fidelity", "could not use", "", numbers=("fidelity",))
    for candidate in candidates:
        note = "chosen" if chosen and candidate.seed_choice == chosen.seed_choice else ""
        cells = (
            str(candidate.seed_choice),
            figures.score(candidate.fidelity),
            ", ".join(candidate.ignored),
            candidate.problem or note,
        )
        table.add_row(*(Text(look.spell(clean_line(cell))) for cell in cells))
    return table


def table_of_remarks(critique: Critique, *, look: Look) -> Table:
    """Tabulate what the critic found."""
    table = _table("remark", "", "weight", "phrase", "where", numbers=("weight",))
    for remark in critique.remarks:
        cells = (remark.fault, remark.text, f"{remark.weight:.2f}", remark.phrase or "", say_box(remark.box))
        table.add_row(*(Text(look.spell(clean_line(cell))) for cell in cells))
    return table


def line_of_aspects(critique: Critique, *, look: Look) -> Text:
    """Write the score's parts in a line."""
    parts = [f"{clean_line(name)} {figures.score(value)}" for name, value in critique.aspects.items()]
    return Text(look.spell(" · ".join(parts)), style="dim")


def table_of_readings(readings: Sequence[Reading], *, look: Look) -> Table:
    """Tabulate every policy's reading against its limit."""
    table = _table("policy", "reading", "limit", "", numbers=("reading", "limit"))
    for reading in readings:
        value = "–" if reading.reading is None else f"{reading.reading:.4g}"
        cells = (reading.policy, value, f"{reading.limit:.4g}", reading.says + (" – stop" if reading.fired else ""))
        style = "bold yellow" if reading.fired else ""
        table.add_row(*(Text(look.spell(clean_line(cell)), style=style) for cell in cells))
    return table


def table_of_ledger(ledger: Sequence[Coding], *, look: Look) -> Table:
    """Tabulate the description under several codings."""
    table = _table("coding", "bits", "µbpp" if look.unicode else "ubpp", numbers=("bits", "µbpp", "ubpp"))
    for coding in ledger:
        cells = (coding.name, f"{coding.bits:,}", f"{coding.ubpp:,.1f}")
        table.add_row(*(Text(clean_line(cell)) for cell in cells))
    return table


def say_box(box: Box | None) -> str:
    """Say where a part of a picture is, in words and per cent.

    >>> say_box(Box(x0=0.0, y0=0.0, x1=0.5, y1=0.25))
    'top left, 0-50% x 0-25%'
    """
    if box is None:
        return ""
    rows = ("top", "middle", "bottom")[min(int((box.y0 + box.y1) / 2 * 3), 2)]
    columns = ("left", "centre", "right")[min(int((box.x0 + box.x1) / 2 * 3), 2)]
    return f"{rows} {columns}, {box.x0 * 100:.0f}-{box.x1 * 100:.0f}% x {box.y0 * 100:.0f}-{box.y1 * 100:.0f}%"


def _say_rent(rent: Rented | None, *, number: int) -> str:
    if rent is None:
        return "–"
    estimate = "" if rent.measured else "~"
    older = "" if rent.round == number else f" (round {rent.round})"
    return f"{estimate}{rent.rent:+.3f}{older}"


def _table(*names: str, numbers: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    return table
