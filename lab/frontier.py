"""`python -m lab.frontier IMAGES… --budgets 10,20,40tokens`: the rate–distortion frontier, with baselines really coded.

Every run is an ordinary run with its trace; the same command goes on where it was stopped. Knows nothing of how rate
and distortion are measured.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image
from rich.table import Table

from codec.command import Parser, run_command, say_error
from codec.errors import RunStateError, UsageError
from codec.photo import load_photo
from graph.batch import add_batch_options
from graph.batch_items import stream_pictures
from graph.batch_progress import show_progress
from graph.batch_work import Job
from graph.options import add_play_options
from graph.session import task_of
from lab.baselines import list_missing
from lab.frontier_page import make_page
from lab.frontier_points import (
    FIRST,
    MEASURES,
    OURS,
    Coded,
    Match,
    Mean,
    average,
    match_codes,
    measure_run,
    measure_smallest,
)
from lab.jobs import make_job, play_jobs, trace_of
from lab.plot import Panel, Point, Series, check_plot_path, draw_plot, save_plot
from lab.show import format_interval, show_table
from lab.tables import Cell, check_table_path, write_table
from traces.folder import make_folder, write_whole

BUDGETS = "5,10,20,40,80tokens"
PAPER_UBPP = 100.0
"""Where the paper puts its operating point (arXiv 2402.13536); it does not say how it counts."""

_SHOWN = ("fidelity", "ssim", "gmsd", "haarpsi", "delta_e_2000", "histogram")

_EXAMPLES = """\
--out is a folder: frontier.html, frontier.csv (means), points.csv (every picture), frontier.svg and .png

examples:
  python -m lab.frontier examples --budgets 10,20,40tokens --out frontier
  python -m lab.frontier photos/ --budgets 96bits,192bits --jobs 2 --runs runs --out frontier
"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the pictures came to."""

    coded: tuple[Coded, ...]
    originals: tuple[tuple[str, Image.Image], ...]
    """Name and working copy."""
    failed: tuple[str, ...]
    """One line a failure."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    arguments = _make_parser().parse_args(argv)
    budgets = split_budgets(arguments.budgets)
    if arguments.budget is not None:
        raise UsageError("--budget: say --budgets here")
    for path, check in ((arguments.plot, check_plot_path), (arguments.table, check_table_path)):
        if path:
            check(path)
    if arguments.out:
        make_folder(arguments.out)
    images = list(dict.fromkeys(stream_pictures(arguments.images)))
    jobs = {(image, budget): make_job(arguments, image, budget=budget) for image in images for budget in budgets}
    found = _measure(arguments, images, jobs)
    means, matches = average(found.coded), match_codes(found.coded)
    notes = _notes(found, means)
    _write(arguments, found, means, matches, notes)
    if arguments.json:
        print(json.dumps(_json(means, matches, notes), indent=2, ensure_ascii=False))
    else:
        show_table(_tabulate(means))
        show_table(_tabulate_matches(matches))
        print(*notes, sep="\n")
    return 1 if found.failed else 0


def split_budgets(text: str) -> list[str]:
    """Read `5,10,20tokens`: a number without a unit takes the unit of the next one that has one.

    Raises UsageError for a last number without a unit and for one said twice.

    >>> split_budgets("5,10tokens,96bits")
    ['5tokens', '10tokens', '96bits']
    """
    unit, budgets = "", []
    for part in reversed([part.strip() for part in text.split(",") if part.strip()]):
        match = re.fullmatch(r"([0-9.]+)\s*([^0-9.\s]*)", part)
        unit = (match[2] or unit) if match else ""
        if match is None or not unit:
            raise UsageError(f"--budgets {text[:60]!r}: write them like 5,10,20tokens or 96bits,12bytes")
        budgets.append(match[1] + unit)
    if not budgets or len(set(budgets)) < len(budgets):
        raise UsageError(f"--budgets {text[:60]!r}: name each budget once, such as 5,10,20tokens")
    return budgets[::-1]


def _make_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m lab.frontier",
        description="Rate and distortion of runs at several budgets, beside other codes at their smallest.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("images", nargs="+", metavar="IMAGES", help="files, folders, patterns, lists")
    parser.add_argument("--budgets", default=BUDGETS, metavar="LIST", help=f"such as {BUDGETS} (default)")
    add_batch_options(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="write page, tables and plots into this folder")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="the plot alone, as .svg, .png or .pdf")
    parser.add_argument("--table", type=Path, metavar="FILE", help="the means alone, as .csv or .parquet")
    parser.add_argument("--json", action="store_true", help="the means as JSON on stdout")
    add_play_options(parser)
    return parser


def _measure(arguments: argparse.Namespace, images: Sequence[Path], jobs: dict[tuple[Path, str], Job]) -> Found:
    """Play what is missing, then code and measure picture by picture; failures are kept and said."""
    marks = play_jobs(arguments, list(jobs.values()), what="runs")
    coded: list[Coded] = []
    originals, failed = [], []
    names = Counter(image.name for image in images)
    with show_progress("pictures measured", total=len(images), quiet=arguments.quiet) as advance:
        for image in images:
            done = [(budget, marks[job.key]) for (path, budget), job in jobs.items() if path == image]
            failed += [f"{image} at {budget}: {mark.message}" for budget, mark in done if mark.state != "finished"]
            finished = [mark for _, mark in done if mark.state == "finished"]
            if finished:
                photo = load_photo(image)
                if names[image.name] > 1:
                    photo = replace(photo, name=str(image))
                originals.append((photo.name, photo.image))
                for mark in finished:
                    trace = trace_of(mark, arguments.runs)
                    coded += measure_run(photo, trace, task_of(trace.folder))
                coded += measure_smallest(photo)
            advance(image.name)
    for line in failed:
        say_error(line, program="mubpp frontier")
    if not coded:
        raise RunStateError("no run came to anything; the same command goes on")
    return Found(coded=tuple(coded), originals=tuple(originals), failed=tuple(failed))


def _notes(found: Found, means: Sequence[Mean]) -> list[str]:
    ours = [mean for mean in means if mean.code == OURS]
    least = min((mean for mean in means if mean.kind == "smallest"), key=lambda mean: mean.bits, default=None)
    notes = ["bits are of whole files and strings, decoded back; µbpp is counted over the original file's pixels"]
    if ours and least:
        notes.append(
            f"the smallest other code here is {least.code} with {least.bits:,.0f} bits a picture; ours takes "
            f"{ours[0].bits:,.0f} to {ours[-1].bits:,.0f}"
        )
    missing = list_missing()
    if missing:
        notes.append(f"not compared, since not installed: {'; '.join(missing)}")
    if found.failed:
        notes.append(f"{len(found.failed)} runs failed and are left out")
    return notes


def _write(
    arguments: argparse.Namespace,
    found: Found,
    means: Sequence[Mean],
    matches: Sequence[Match],
    notes: Sequence[str],
) -> None:
    panels = [_panel(name, means) for name in MEASURES]
    title = f"rate and distortion over {len(found.originals)} pictures"
    if arguments.plot:
        save_plot(panels, arguments.plot, title=title)
    if arguments.table:
        write_table([_row(mean) for mean in means], arguments.table)
    if arguments.out:
        svg = draw_plot(panels, title=title)
        page = make_page(means, matches, found.coded, found.originals, plot_svg=svg.decode(), notes=notes)
        write_whole(arguments.out / "frontier.html", page.encode())
        write_whole(arguments.out / "frontier.svg", svg)
        write_whole(arguments.out / "frontier.png", draw_plot(panels, title=title, suffix=".png"))
        write_table([_row(mean) for mean in means], arguments.out / "frontier.csv")
        write_table([_point_row(one) for one in found.coded], arguments.out / "points.csv")


def _panel(measure: str, means: Sequence[Mean]) -> Panel:
    names = dict.fromkeys(mean.code.split(",")[0] if mean.kind == "smallest" else mean.code for mean in means)
    ordered = sorted(names, key=lambda name: (name not in {OURS, FIRST}, name))
    series = []
    for name in ordered:
        mine = [
            mean for mean in means if name in {mean.code, mean.code.split(",")[0] if mean.kind == "smallest" else ""}
        ]
        found = [(mean.ubpp, mean.measures[measure]) for mean in mine]
        series.append(Series(label=name, points=tuple(Point(x=x, y=i.mean, low=i.low, high=i.high) for x, i in found)))
    return Panel(
        title=measure,
        x_label="µbpp (whole file)",
        y_label=measure,
        series=tuple(series),
        log_x=True,
        mark_x=PAPER_UBPP,
        mark_label="100 µbpp",
    )


def _tabulate(means: Sequence[Mean]) -> Table:
    table = Table(caption="means over pictures with 95% bootstrap intervals")
    for name in ("code", "budget", "images", "bits", "µbpp", *_SHOWN):
        table.add_column(name, justify="left" if name in {"code", "budget"} else "right")
    for mean in means:
        figures = [format_interval(mean.measures["fidelity"]), *(f"{mean.measures[n].mean:.3f}" for n in _SHOWN[1:])]
        table.add_row(
            mean.code, mean.budget, str(mean.images), f"{mean.bits:,.1f}", f"{mean.ubpp:,.1f}", *figures,
            style="green" if mean.code == OURS else None,
        )  # fmt: skip
    return table


def _tabulate_matches(matches: Sequence[Match]) -> Table:
    table = Table(caption="ours against another at the same budget, by picture; positive is in our favour")
    for name in ("against", "budget", *_SHOWN):
        table.add_column(name, justify="left" if name in {"against", "budget"} else "right")
    for against, budget in dict.fromkeys((match.against, match.budget) for match in matches):
        tests = {m.measure: m.test for m in matches if (m.against, m.budget) == (against, budget)}
        cells = (f"{tests[n].mean:+.3f} (p {tests[n].p:.2f}, {tests[n].wins}/{tests[n].count})" for n in _SHOWN)
        table.add_row(against, budget, *cells)
    return table


def _row(mean: Mean) -> dict[str, Cell]:
    row: dict[str, Cell] = {name: getattr(mean, name) for name in ("code", "kind", "budget", "images", "bits", "ubpp")}
    for name in MEASURES:
        interval = mean.measures[name]
        row |= {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}
    return row


def _point_row(one: Coded) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        name: getattr(one, name) for name in ("image", "code", "kind", "budget", "bits", "ubpp", "words")
    }
    return {**row, **one.measures}


def _json(means: Sequence[Mean], matches: Sequence[Match], notes: Sequence[str]) -> dict[str, Any]:
    return {
        "means": [_row(mean) for mean in means],
        "matched": [{"against": m.against, "budget": m.budget, "measure": m.measure, **vars(m.test)} for m in matches],
        "notes": list(notes),
    }


if __name__ == "__main__":
    run_command(main, program="mubpp frontier")
