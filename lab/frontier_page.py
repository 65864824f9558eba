"""The frontier as a page of its own: plot, contact sheet and tables, with every picture inside; knows no files.

No script, no address of anything outside: it opens the same from a mail or a disk.
"""

import base64
import html
import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from PIL import Image

from codec.distortion_pair import DistortionMeasure
from lab.frontier_points import ORDER, OURS, Coded, Match, Mean
from lab.show import format_interval
from lab.statistics import Interval

Original = tuple[str, Callable[[], Image.Image]]
"""A picture's name, and how to get its working copy."""

_SIDE: Final = 168

_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:110rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;font-size:12.5px;margin:1rem 0}td,th{padding:.2rem .55rem;text-align:right;
border-bottom:1px solid #ddd;vertical-align:top}td:first-child,th:first-child{text-align:left}
small{color:#666;white-space:nowrap}
th{position:sticky;top:0;background:#fff}tr.ours{background:#e8f3ea}tr.first td{border-top:2px solid #888}
.wide{overflow-x:auto}svg{max-width:100%;height:auto}.sheet td,.sheet th{text-align:left;border:0;padding:.25rem}
.sheet td.ours{background:#e8f3ea}.sheet img{display:block;max-width:168px}.sheet td div{width:168px;
overflow-wrap:anywhere;line-height:1.35;font-size:11.5px}.not{color:#8a5a00}h3{margin:1.8rem 0 0}
"""


def make_page(
    means: Sequence[Mean],
    matches: Sequence[Match],
    coded: Sequence[Coded],
    originals: Sequence[Original],
    *,
    measures: Sequence[DistortionMeasure],
    plot_svg: str,
    notes: Sequence[str],
) -> str:
    """Write the page; `plot_svg` is an SVG file, `originals` are those that the contact sheet shows."""
    drawing = plot_svg[plot_svg.index("<svg") :]
    notes_html = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    legend = "".join(f"<li><b>{m.name}</b> ({m.better} is better): {html.escape(m.says)}</li>" for m in measures)
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>rate and distortion</title>'
        f"<style>{_STYLE}</style><h1>Rate and distortion</h1>{notes_html}{drawing}<ul>{legend}</ul>"
        f"<h2>Contact sheet</h2>{_sheet(coded, originals)}"
        f"<h2>Means over pictures, with 95% intervals</h2>{_table(means, measures)}"
        f"<h2>Ours against the others, picture by picture</h2>{_matches(matches)}</html>\n"
    )


def _table(means: Sequence[Mean], measures: Sequence[DistortionMeasure]) -> str:
    head = "".join(f"<th>{name}" for name in ("code", "budget", "fit", "images", "bits", "µbpp"))
    head += "".join(f"<th>{m.name}" for m in measures)
    rows, before = [], ""
    for mean in means:
        kind = " ".join(["ours"] * (mean.code == OURS) + ["first"] * (mean.budget != before))
        before = mean.budget
        what = html.escape(", ".join(filter(None, [mean.code, mean.setting])))
        fit = _say_fit(mean.fit)
        figures = "".join(f"<td>{_say_interval(mean.measures[m.name])}" for m in measures)
        rows.append(
            f'<tr class="{kind}"><td>{what}<td>{html.escape(mean.budget)}<td>{fit}<td>{mean.images}'
            f"<td>{mean.bits:,.1f}<td>{mean.ubpp:,.1f}{figures}</tr>"
        )
    return f'<div class="wide"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def _matches(matches: Sequence[Match]) -> str:
    head = "".join(
        f"<th>{name}" for name in ("against", "budget", "fit", "measure", "difference", "p", "won/tied/lost")
    )
    rows = "".join(
        f"<tr><td>{html.escape(match.against)}<td>{html.escape(match.budget)}<td>{_say_fit(match.fit)}"
        f"<td>{match.measure}<td>{match.test.mean:+.4f}<td>{match.test.p:.3f}"
        f"<td>{match.test.wins}/{match.test.ties}/{match.test.losses}</tr>"
        for match in matches
    )
    return (
        "<p>Positive differences are in our favour, whatever the measure; p by a sign-flip test over pictures.</p>"
        f"<table><tr>{head}</tr>{rows}</table>"
    )


def _sheet(coded: Sequence[Coded], originals: Sequence[Original]) -> str:
    of_image: dict[str, list[Coded]] = defaultdict(list)
    for one in coded:
        of_image[one.image].append(one)
    return "".join(_sheet_of(name, load(), of_image[name]) for name, load in originals)


def _sheet_of(name: str, original: Image.Image, coded: Sequence[Coded]) -> str:
    """Lay out one picture: a row a budget, a column a code, so that what has as many bits stands side by side."""
    at = {(one.code, one.budget): one for one in coded if one.kind != "reduced"}
    codes = [code for code in ORDER if any(code == key[0] for key in at)]
    head = "".join(f"<th>{html.escape(code)}" for code in codes)
    rows, before = [], dict[str, Coded]()
    for budget in dict.fromkeys(one.budget for one in coded if one.kind == "run"):
        cells = []
        for code in codes:
            one = at.get((code, budget))
            cells.append(f'<td class="{"ours" if code == OURS else ""}">{_cell(one, before.get(code)) if one else ""}')
            before |= {code: one} if one else {}
        rows.append(f"<tr>{''.join(cells)}</tr>")
    reduced = "".join(f"<td>{_cell(one, None)}" for one in coded if one.kind == "reduced")
    return (
        f'<h3>{html.escape(name)}</h3><div class="wide sheet">{_image(original, name)}'
        f"<table><tr>{head}</tr>{''.join(rows)}</table>"
        f"<details><summary>files at their lowest quality</summary><table><tr>{reduced}</tr></table></details></div>"
    )


def _cell(one: Coded, before: Coded | None) -> str:
    """Show a picture with its bits, or only say that it is the same file as in the row above."""
    budget = f"{one.budget}, " if one.kind == "run" else ""
    setting = f"{one.code} {one.setting}, " if one.kind == "reduced" else ""
    size = f"{setting}{budget}{one.bits:,} bits, {one.ubpp:,.0f} µbpp"
    fit = "" if one.fit in {"", "matched"} else f' <span class="not">{_say_fit(one.fit)}</span>'
    if before is not None and one.kind == "matched" and (before.bits, before.setting) == (one.bits, one.setting):
        return f"<div>as above: {size}{fit}</div>"
    likeness = f", fidelity {one.measures['fidelity']:.3f}" if "fidelity" in one.measures else ""
    words = f"<br><i>{html.escape(one.words)}</i>" if one.words else ""
    return f"{_image(one.draw(), f'{one.code}, {size}')}<div>{html.escape(size)}{likeness}{fit}{words}</div>"


def _say_interval(interval: Interval) -> str:
    mean, _, ends = format_interval(interval).partition(" ")
    return f"{mean}<br><small>{ends}</small>" if ends else mean


def _say_fit(fit: str) -> str:
    said = {"smallest": "its smallest", "largest": "its largest"}
    return html.escape(said.get(fit, fit))


def _image(picture: Image.Image, caption: str) -> str:
    small = picture.convert("RGB")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "WEBP", quality=92, method=4)
    data = base64.b64encode(stream.getvalue()).decode()
    return f'<img alt="{html.escape(caption)}" src="data:image/webp;base64,{data}">'
