"""Plays both arms of the control that `lab.control` is asked for, and compares them.

Knows nothing of what a team does.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from codec.command import say_error
from codec.errors import RunStateError, UsageError
from codec.fidelity import Measure
from codec.photo import load_photo
from codec.png import png_of
from graph.batch_items import stream_pictures
from graph.batch_marks import FOLDER, Mark
from graph.batch_progress import show_progress
from graph.batch_work import Job
from graph.launch import look_ahead
from lab.control_arms import JITTER, Comparison, Pair, compare_arms, conclude, jitter
from lab.jobs import make_job, play_jobs, trace_of
from lab.plot import Panel, Point, Series, check_plot_path, save_plot
from lab.show import format_interval, show_table
from lab.tables import Cell, check_table_path, write_table
from traces.cleaning import clean_line
from traces.folder import write_whole

_APART = 0.04
"""How far the marks of the two arms stand from the number that both belong to, so that neither hides the other."""


def play(arguments: argparse.Namespace) -> int:
    """Do what the options say; return the exit code.

    Raises UsageError for options that make no sense, RunStateError where no image has both arms.
    """
    if arguments.pictures < 2:
        raise UsageError(f"--pictures {arguments.pictures}: at least 2 are wanted")
    if arguments.stop is not None:
        raise UsageError("--stop: both arms draw as many pictures as --pictures says; leave --stop out")
    for path, check in ((arguments.plot, check_plot_path), (arguments.table, check_table_path)):
        if path:
            check(path)
    images = list(dict.fromkeys(stream_pictures(arguments.images)))
    jobs = {image: _plan(arguments, image) for image in images}
    marks = play_jobs(arguments, [job for plan in jobs.values() for job in plan], what="runs")
    pairs = _measure(arguments, jobs, marks)
    comparisons = [compare_arms(pairs, pictures=n) for n in range(2, arguments.pictures + 1)]
    if arguments.table:
        write_table([_row(comparison) for comparison in comparisons], arguments.table)
    if arguments.plot:
        title = f"Reflection against best of N, {_count(pairs)}: means, 95% intervals"
        save_plot(_panels(comparisons), arguments.plot, title=title)
    last = comparisons[-1]
    same = sum(len(set(pair.descriptions)) == 1 for pair in pairs)
    if arguments.json:
        found = {"comparisons": [asdict(c) for c in comparisons], "pairs": [asdict(pair) for pair in pairs]}
        print(json.dumps({**found, "conclusion": conclude(last)}, indent=2, ensure_ascii=False))
    else:
        show_table(_tabulate(comparisons, pairs))
        print(conclude(last))
        if same:
            print(f"on {same} of {_count(pairs)} all independent descriptions were the same: there was no choice")
    return 0


def _plan(arguments: argparse.Namespace, image: Path) -> list[Job]:
    """Plan one image: the run that reflects first, then the runs of one round each."""
    reflecting = make_job(arguments, image, stop=f"rounds={arguments.pictures}")
    jittered = arguments.jitter == "on" or (
        arguments.jitter == "auto" and look_ahead(reflecting.options)[0].references["describer"].startswith("sketch")
    )
    plan = [reflecting]
    for number in range(arguments.pictures):
        shown = _noisy(arguments, image, number) if jittered and number else image
        plan.append(make_job(arguments, shown, repeat=0 if jittered else number, stop="rounds=1"))
    return plan


def _noisy(arguments: argparse.Namespace, image: Path, number: int) -> Path:
    """Write the n-th noisy copy of an image where the runs are; the same every time."""
    photo = load_photo(image)
    path = arguments.runs / FOLDER / "noisy" / f"{photo.sha256[:16]}-{number}-{JITTER:g}.png"
    if not path.exists():
        write_whole(path, png_of(jitter(photo.image, number=number, seed=arguments.seed or 0)))
    return Path(path)


def _measure(arguments: argparse.Namespace, jobs: dict[Path, list[Job]], marks: dict[str, Mark]) -> list[Pair]:
    """Measure every picture of both arms against the one original; an image with a failed run is left out, and said."""
    pairs, failed = [], defaultdict(list)
    with show_progress("images measured", total=len(jobs), quiet=arguments.quiet) as advance:
        for image, plan in jobs.items():
            found = [marks[job.key] for job in plan]
            bad = [mark.message for mark in found if mark.state != "finished"]
            if bad:
                failed[bad[0]].append(image.name)
            else:
                pairs.append(_pair(arguments, image, found))
            advance(clean_line(image.name))
    for message, names in failed.items():
        say_error(f"left out {', '.join(names[:5])} ({len(names)}): {message}", program="mubpp control")
    if not pairs:
        raise RunStateError("no image has both arms; the same command goes on")
    return pairs


def _pair(arguments: argparse.Namespace, image: Path, found: Sequence[Mark]) -> Pair:
    """Measure both arms of one image: the run that reflects, then the others."""
    measure = Measure(load_photo(image).image)
    scores = [_likeness(arguments, mark, measure) for mark in found]
    return Pair(
        image=image.name,
        reflected=tuple(scores[0]),
        independent=tuple(max(rounds) for rounds in scores[1:]),
        descriptions=tuple(mark.description for mark in found[1:]),
    )


def _likeness(arguments: argparse.Namespace, mark: Mark, measure: Measure) -> list[float]:
    """Measure the picture that each round of a run settled on; a round without one is worth nothing."""
    trace = trace_of(mark, arguments.runs)
    pictures = [event.outcome.chosen.picture if event.outcome.chosen else None for event in trace.rounds]
    return [measure.of(trace.folder.load_picture(picture)).total if picture else 0.0 for picture in pictures]


def _count(pairs: Sequence[Pair]) -> str:
    return f"{len(pairs)} image{'s' * (len(pairs) != 1)}"


def _tabulate(comparisons: Sequence[Comparison], pairs: Sequence[Pair]) -> Table:
    table = Table(caption=f"likeness (codec.fidelity), means over {_count(pairs)} with 95% bootstrap intervals")
    for name in ("pictures", "reflection", "best of N", "difference", "p", "won/tied/lost"):
        table.add_column(name, justify="right")
    for c in comparisons:
        table.add_row(
            str(c.pictures),
            format_interval(c.reflected),
            format_interval(c.independent),
            format_interval(c.difference, digits=4),
            f"{c.test.p:.3f}",
            f"{c.test.wins}/{c.test.ties}/{c.test.losses}",
        )
    return table


def _row(comparison: Comparison) -> dict[str, Cell]:
    row: dict[str, Cell] = {"pictures": comparison.pictures, "images": comparison.test.count}
    for name in ("reflected", "independent", "difference"):
        interval = getattr(comparison, name)
        row |= {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}
    test = comparison.test
    return {**row, "p": test.p, "wins": test.wins, "ties": test.ties, "losses": test.losses}


def _panels(comparisons: Sequence[Comparison]) -> list[Panel]:
    """Show both arms, and their difference: it is paired by image, so its interval is not what the two seem to say."""

    def series(name: str, label: str, colour: str, shift: float = 0.0) -> Series:
        found = [(c.pictures, getattr(c, name)) for c in comparisons]
        points = tuple(Point(x=n + shift, y=i.mean, low=i.low, high=i.high) for n, i in found)
        return Series(label=label, points=points, colour=colour)

    arms = (
        series("reflected", "rounds of reflection", "#0b5394", -_APART),
        series("independent", "best of N independent", "#d55e00", _APART),
    )
    both = series("difference", "reflection minus best of N", "#111111")
    x_label = "pictures drawn for an image"
    return [
        Panel(title="likeness", x_label=x_label, y_label="codec.fidelity", series=arms, whole_x=True),
        Panel(title="difference", x_label=x_label, y_label="likeness", series=(both,), whole_x=True, mark_y=0.0),
    ]
