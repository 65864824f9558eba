"""Plays, measures and sets out the rate–distortion frontier that `lab.frontier` is asked for.

Knows nothing of how rate and distortion are measured.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from codec.command import say_error
from codec.distortion import MEASURES
from codec.distortion_pair import DistortionMeasure
from codec.errors import RunStateError, UsageError
from codec.nearest import suggest
from codec.photo import load_photo
from graph.batch_items import stream_pictures
from graph.batch_progress import show_progress
from graph.batch_work import Job
from graph.session import task_of
from graph.state import Task
from lab.baselines import list_missing
from lab.frontier_page import Original, make_page
from lab.frontier_plot import draw_frontier, save_frontier
from lab.frontier_points import OURS, Bench, Coded, Match, Mean, average, match_codes
from lab.frontier_tables import json_of, row_of_match, row_of_mean, row_of_point, tabulate, tabulate_matches
from lab.jobs import make_job, play_jobs, trace_of
from lab.perceptual import open_measure
from lab.plot import check_plot_path
from lab.show import show_table
from lab.tables import check_table_path, write_table
from traces.cleaning import clean_line
from traces.folder import make_folder, write_whole
from traces.reader import Trace


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the pictures came to."""

    coded: tuple[Coded, ...]
    originals: tuple[Original, ...]
    played: tuple[str, ...]
    """Who played and when the runs stopped, once each."""
    failed: tuple[str, ...]
    """One line a failure."""


def play(arguments: argparse.Namespace) -> int:
    """Do what the options say; return the exit code: 1 where some run failed.

    Raises UsageError for options that make no sense, RunStateError where nothing could be measured.
    """
    budgets = split_budgets(arguments.budgets)
    if arguments.budget is not None:
        raise UsageError("--budget: say --budgets here")
    _check_paths(arguments)
    measures = _choose_measures(arguments.measure)
    panels = _choose_panels(arguments.panels, measures)
    if arguments.out:
        make_folder(arguments.out)
    images = list(dict.fromkeys(stream_pictures(arguments.images)))
    jobs = {(image, budget): make_job(arguments, image, budget=budget) for image in images for budget in budgets}
    try:
        found = _measure(arguments, images, jobs, measures)
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(str(stop) or "interrupted; the same command goes on") from stop
    means, matches = average(found.coded, measures), match_codes(found.coded, measures)
    notes = _notes(found, means)
    _write(arguments, found, means, matches, measures=measures, panels=panels, notes=notes)
    if arguments.json:
        print(json.dumps(json_of(means, matches, notes), indent=2, ensure_ascii=False))
    else:
        short = [measure for measure in measures if measure.headline]
        show_table(tabulate(means, short))
        show_table(tabulate_matches(matches, short))
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


def _check_paths(arguments: argparse.Namespace) -> None:
    """Refuse what can't be written before any work begins."""
    for path, check in (
        (arguments.plot, check_plot_path),
        (arguments.table, check_table_path),
        (arguments.points, check_table_path),
    ):
        if path:
            check(path)


def _choose_measures(extra: Sequence[str]) -> list[DistortionMeasure]:
    measures = [*MEASURES, *(open_measure(text) for text in extra)]
    twice = [name for name, count in Counter(measure.name for measure in measures).items() if count > 1]
    if twice:
        raise UsageError(f"--measure: {twice[0]} is there twice")
    return measures


def _choose_panels(text: str | None, measures: Sequence[DistortionMeasure]) -> list[DistortionMeasure]:
    by_name = {measure.name: measure for measure in measures}
    names = [name.strip() for name in text.split(",")] if text else list(by_name)
    for name in names:
        if name not in by_name:
            raise UsageError(f"--panels: there is no measure {name[:40]!r}; {suggest(name, by_name)}")
    return [by_name[name] for name in dict.fromkeys(names)]


def _measure(
    arguments: argparse.Namespace,
    images: Sequence[Path],
    jobs: dict[tuple[Path, str], Job],
    measures: Sequence[DistortionMeasure],
) -> Found:
    """Play what is missing, then code and measure picture by picture; failures are kept and said."""
    marks = play_jobs(arguments, list(jobs.values()), what="runs")
    coded: list[Coded] = []
    originals: list[Original] = []
    failed: list[str] = []
    played: dict[str, None] = {}
    names = Counter(image.name for image in images)
    with show_progress("pictures measured", total=len(images), quiet=arguments.quiet) as advance:
        for image in images:
            done = [(budget, marks[job.key]) for (path, budget), job in jobs.items() if path == image]
            failed += [f"{image} at {budget}: {mark.message}" for budget, mark in done if mark.state != "finished"]
            finished = [mark for _, mark in done if mark.state == "finished"]
            worked = False
            if finished:
                name = image.name if names[image.name] == 1 else str(image)
                bench = Bench(replace(load_photo(image), name=name), arguments.runs, measures)
                originals.append((name, _load(image)))
                for mark in finished:
                    trace = trace_of(mark, arguments.runs)
                    task = task_of(trace.folder)
                    coded += bench.measure_run(trace, task)
                    played[_say_play(trace, task)] = None
                coded += bench.measure_reduced()
                worked = bench.worked
            advance(clean_line(image.name), passed=not worked)
    for line in failed:
        say_error(line, program="mubpp frontier")
    if not coded:
        raise RunStateError("no run came to anything; the same command goes on")
    return Found(coded=tuple(coded), originals=tuple(originals), played=tuple(played), failed=tuple(failed))


def _say_play(trace: Trace, task: Task) -> str:
    """Say what it takes to play such a run again, but for its picture and budget."""
    team: dict[str, str] = trace.settings["team"]
    who = next(iter(team.values())) if len(set(team.values())) == 1 else ", ".join(f"{r} {w}" for r, w in team.items())
    also = f", candidates {task.candidates}" * (task.candidates > 1) + f", seed {task.seed}" * (task.seed > 0)
    version = trace.settings["versions"].get("mubpp", "of unknown version")
    return f"team {who}, stop {task.stops}, haggles {task.haggles}{also}, mubpp {version}"


def _load(image: Path) -> Callable[[], Image.Image]:
    return lambda: load_photo(image).image


def _notes(found: Found, means: Sequence[Mean]) -> list[str]:
    count = len(found.originals)
    notes = [
        f"{count} picture{'s' * (count > 1)}; {'; '.join(found.played)}",
        "bits are of whole files and packed strings, decoded back; µbpp is counted over the original file's pixels; "
        "every other code gets as many bits as ours or the next size above that it can take",
    ]
    ours = [mean.bits for mean in means if mean.code == OURS]
    if ours:
        notes.append(f"ours takes {min(ours):,.0f} to {max(ours):,.0f} bits a picture")
    for code in dict.fromkeys(mean.code for mean in means if mean.fit):
        fits = [mean for mean in means if mean.code == code and mean.fit]
        short = [mean.budget for mean in fits if mean.fit != "matched"]
        if short:
            least, most = min(mean.bits for mean in fits), max(mean.bits for mean in fits)
            bits = f"{least:,.0f}" if round(least) == round(most) else f"{least:,.0f} to {most:,.0f}"
            notes.append(f"{code} can't always take as many bits ({', '.join(short)}): it takes {bits}")
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
    *,
    measures: Sequence[DistortionMeasure],
    panels: Sequence[DistortionMeasure],
    notes: Sequence[str],
) -> None:
    count = len(found.originals)
    plotted = [mean for mean in means if arguments.most_ubpp is None or mean.ubpp <= arguments.most_ubpp]
    title = f"rate and distortion over {count} picture{'s' * (count > 1)}: means, 95% intervals; shaded: ±1 SD of ours"
    if arguments.plot:
        save_frontier(plotted, panels, arguments.plot, title=title)
    if arguments.table:
        write_table([row_of_mean(mean) for mean in means], arguments.table)
    if arguments.points:
        write_table([row_of_point(one) for one in found.coded], arguments.points)
    if arguments.out:
        svg = draw_frontier(plotted, panels, title=title)
        shown = found.originals[: arguments.sheet]
        if len(shown) < count:
            notes = [*notes, f"the contact sheet shows the first {len(shown)} of {count} pictures; --sheet shows more"]
        page = make_page(means, matches, found.coded, shown, measures=measures, plot_svg=svg.decode(), notes=notes)
        write_whole(arguments.out / "frontier.html", page.encode())
        write_whole(arguments.out / "frontier.svg", svg)
        write_whole(arguments.out / "frontier.png", draw_frontier(plotted, panels, title=title, suffix=".png"))
        write_table([row_of_mean(mean) for mean in means], arguments.out / "frontier.csv")
        write_table([row_of_point(one) for one in found.coded], arguments.out / "points.csv")
        write_table([row_of_match(match) for match in matches], arguments.out / "matched.csv")
