"""The frontier as a page of its own: table, plot, and a contact sheet with every picture inside; knows no files.

No script, no address of anything outside: it opens the same from a mail or a disk.
"""

import base64
import html
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from PIL import Image

from lab.frontier_points import FIRST, MATCHED, MEASURES, OURS, Coded, Match, Mean
from lab.show import format_interval

_SIDE: Final = 220
_SHEET_CODES: Final = ("BlurHash", "ThumbHash", "JPEG", "WEBP", "AVIF", "JXL")

_STYLE: Final = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;font-size:13px;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;
border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}tr.ours{background:#eef6ee}
.row{display:flex;flex-wrap:wrap;gap:10px;margin:0 0 1.6rem}figure{margin:0;width:220px}img{max-width:220px;
display:block}figcaption{font-size:12px;overflow-wrap:anywhere}svg{max-width:100%;height:auto}
"""


def make_page(
    means: Sequence[Mean],
    matches: Sequence[Match],
    coded: Sequence[Coded],
    originals: Sequence[tuple[str, Image.Image]],
    *,
    plot_svg: str,
    notes: Sequence[str],
) -> str:
    """Write the page; `plot_svg` is an SVG file, or empty where none could be drawn."""
    drawing = plot_svg[plot_svg.index("<svg") :] if plot_svg else "<p>(no plot: matplotlib is not installed)</p>"
    notes_html = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>rate and distortion</title>'
        f"<style>{_STYLE}</style><h1>Rate and distortion</h1>{notes_html}{drawing}"
        f"<h2>Means over pictures</h2>{_table(means)}<h2>At the same number of bits</h2>{_matches(matches)}"
        f"<h2>Contact sheet</h2>{_sheet(coded, originals)}</html>\n"
    )


def _table(means: Sequence[Mean]) -> str:
    head = "".join(f"<th>{html.escape(name)}" for name in ("code", "budget", "images", "bits", "µbpp", *MEASURES))
    rows = "".join(
        f'<tr class="{"ours" if mean.kind == "run" else ""}"><td>{html.escape(mean.code)}<td>{html.escape(mean.budget)}'
        f"<td>{mean.images}<td>{mean.bits:,.1f}<td>{mean.ubpp:,.1f}"
        + "".join(f"<td>{format_interval(mean.measures[name])}" for name in MEASURES)
        + "</tr>"
        for mean in means
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _matches(matches: Sequence[Match]) -> str:
    head = "".join(f"<th>{name}" for name in ("against", "budget", "measure", "difference", "p", "won/tied/lost"))
    rows = "".join(
        f"<tr><td>{html.escape(match.against)}<td>{html.escape(match.budget)}<td>{match.measure}"
        f"<td>{match.test.mean:+.4f}<td>{match.test.p:.3f}"
        f"<td>{match.test.wins}/{match.test.ties}/{match.test.losses}</tr>"
        for match in matches
    )
    return f"<p>Positive differences are in our favour, whatever the measure.</p><table><tr>{head}</tr>{rows}</table>"


def _sheet(coded: Sequence[Coded], originals: Sequence[tuple[str, Image.Image]]) -> str:
    of_image: dict[str, list[Coded]] = defaultdict(list)
    for one in coded:
        of_image[one.image].append(one)
    rows = []
    for name, original in originals:
        runs = [one for one in of_image[name] if one.code in {OURS, FIRST, MATCHED}]
        others = [one for one in of_image[name] if one.kind == "smallest" and one.code.split(",")[0] in _SHEET_CODES]
        figures = [_figure(original, name)]
        figures += [_figure(one.picture, _caption(one)) for one in sorted(runs, key=lambda one: (one.code, one.bits))]
        figures += [_figure(one.picture, _caption(one)) for one in sorted(others, key=lambda one: one.bits)]
        rows.append(f'<div class="row">{"".join(figures)}</div>')
    return "".join(rows)


def _caption(one: Coded) -> str:
    budget = f" at {one.budget}" if one.budget else ""
    words = f": {one.words}" if one.words else ""
    return (
        f"{one.code}{budget}, {one.bits:,} bits, {one.ubpp:,.0f} µbpp, likeness {one.measures['fidelity']:.3f}{words}"
    )


def _figure(picture: Image.Image, caption: str) -> str:
    small = picture.convert("RGB")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "PNG", optimize=True)
    data = base64.b64encode(stream.getvalue()).decode()
    text = html.escape(caption)
    return f'<figure><img alt="{text}" src="data:image/png;base64,{data}"><figcaption>{text}</figcaption></figure>'
