"""From checked options to a finished run: opens the picture, hires the team, shows the play, hands over the result.

Knows nothing of nodes and of how an option is written.
"""

import os
from collections.abc import Callable
from pathlib import Path

from agents.protocols import ROLES, Team, Terms
from agents.registry import check_references, decoder_of, hire_team
from codec.errors import StorageError, UsageError
from codec.photo import load_photo
from graph.ask import Asker
from graph.fork import fork_run, read_place
from graph.options import BUDGET, Options
from graph.session import HireTeam, Order, open_run, play, task_of
from graph.state import Task
from graph.stopping import DEFAULT
from traces.dialogue import Picture
from traces.events import Finished
from traces.folder import RunFolder, find_run, write_whole
from traces.live import Limits, choose_kind, make_display
from traces.reader import read_trace


def launch(options: Options) -> Finished:
    """Play a new run, or go on with an old one; raises whatever family of errors ends it."""
    if options.out is not None:
        _refuse_unwritable(options.out)
    folder, task = _open(options)
    display = make_display(
        options.display or choose_kind(),
        folder=folder,
        limits=Limits(haggles=task.haggles, candidates=task.candidates),
        past=read_trace(folder).events,
        out=options.out,
    )
    with display:
        hire = _hiring(task, folder.read_settings()["team"], folder)
        finished = play(folder, task, hire, watchers=(display,), ask=Asker(display))
        if options.out is not None:
            copy_result(folder, options.out)
    return finished


def copy_result(folder: RunFolder, out: Path) -> None:
    """Write the picture to `out`, and the compressed file beside it under the same name."""
    try:
        if folder.result_picture.exists():
            write_whole(out, folder.result_picture.read_bytes())
        write_whole(out.with_suffix(".mub"), folder.result_file.read_bytes())
    except OSError as error:
        why = f"can't be written ({error.strerror or error}); the run itself is in {folder.path}"
        raise StorageError(f"{out}: {why}") from error


def choose_players(team: str | None) -> tuple[dict[str, str], str]:
    """Say who plays which role, and why."""
    if team in {None, "auto"}:
        return dict.fromkeys(ROLES, "sketch"), "auto: the embedded team, which needs no key and no network"
    references: dict[str, str] = dict.fromkeys(ROLES, str(team))
    check_references(references)
    return references, "as asked for"


def _open(options: Options) -> tuple[RunFolder, Task]:
    if options.resume is not None:
        folder = find_run(options.resume, options.runs)
        return folder, task_of(folder)
    if options.fork is not None:
        parent, rounds = read_place(options.fork, options.runs)
        team = choose_players(options.team)[0] if options.team else None
        return fork_run(parent, rounds, runs=options.runs, changes=options.changes, team=team, edited=options.edited)
    return _open_new(options)


def _open_new(options: Options) -> tuple[RunFolder, Task]:
    assert options.image is not None
    references, why = choose_players(options.team)
    photo = load_photo(options.image)

    def plan(original: Picture) -> Task:
        wanted = {"budget": BUDGET, "stops": DEFAULT, "decoder": decoder_of(references["renderer"]), **options.changes}
        return Task(original=original, width=photo.width, height=photo.height, **wanted)

    order = Order(photo=photo, path=options.image, runs=options.runs, references=references, why=why, prompts={})
    return open_run(order, plan)


def _hiring(task: Task, references: dict[str, str], folder: RunFolder) -> HireTeam:
    def hire(notify: Callable[[str], None]) -> Team:
        terms = Terms(seed=task.seed, folder=folder, notify=notify)
        return hire_team(references, terms)

    return hire


def _refuse_unwritable(out: Path) -> None:
    """Find out before the work begins that the result could not be written."""
    if out.is_dir():
        raise UsageError(f"--out {out}: a folder; name a file that ends in .png")
    if not out.parent.is_dir():
        raise StorageError(f"--out {out}: there is no folder {out.parent}; make it first")
    if not os.access(out.parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise StorageError(f"--out {out}: can't be written; choose another place")
