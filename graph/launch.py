"""From checked options to a finished run: opens the picture, hires the team, shows the play, hands over the result.

Knows nothing of nodes and of how an option is written.
"""

import argparse
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.registry import decoder_of, hire
from agents.roles import ROLES, Role
from codec.errors import StorageError, UsageError
from codec.photo import load_photo
from graph.ask import Asker
from graph.casting import Access, Cast, choose_cast, hiring, name_models, read_access, terms_alone
from graph.fork import fork_run, read_place
from graph.options import BUDGET, Options
from graph.session import Order, open_run, play, task_of
from graph.state import Task
from graph.stopping import DEFAULT
from traces.dialogue import Picture
from traces.events import Finished
from traces.folder import RunFolder, find_run, write_whole
from traces.live import Limits, choose_kind, make_display
from traces.reader import read_trace

if TYPE_CHECKING:  # see `graph.casting`
    from agents.wire.transport import Wire

Announce = Callable[[RunFolder], None]
"""Is told of a run's folder before it is made or gone on with."""


def _tell_nobody(folder: RunFolder) -> None:
    """Take the place of whoever keeps account of runs."""


def launch(options: Options) -> Finished:
    """Play a new run, or go on with an old one; raises whatever family of errors ends it."""
    if options.out is not None:
        _refuse_unwritable(options.out)
    folder, task, access = prepare(options)
    display = make_display(
        options.display or choose_kind(),
        folder=folder,
        limits=Limits(haggles=task.haggles, candidates=task.candidates),
        past=read_trace(folder).events,
        out=options.out,
    )
    with contextlib.ExitStack() as stack, display:
        hire = hiring(folder, task, access, stack)
        finished = play(folder, task, hire, watchers=(display,), ask=Asker(display))
        if options.out is not None:
            copy_result(folder, options.out)
    return finished


def prepare(options: Options, *, announce: Announce = _tell_nobody) -> tuple[RunFolder, Task, Access]:
    """Make a new run's folder, or find an old one's, and what it takes to play it.

    `announce` is told of the folder before it is made or gone on with; a fork is never announced.
    """
    access = read_access(options.said, os.environ)
    folder, task = _open(options, access, announce)
    return folder, task, access


def look_ahead(options: Options) -> tuple[Cast, Access]:
    """Say who would play, and over what access, without making anything."""
    access = read_access(options.said, os.environ)
    return choose_cast(options.said, access, os.environ), access


def explain(options: Options) -> str:
    """Say who would play, why, and how each model would be reached; keys are never shown."""
    cast, access = look_ahead(options)
    players = "\n".join(f"  {role:<10} {who}" for role, who in cast.references.items())
    models = f"\n{name_models(access.settings, cast.references).explain()}" if cast.models else ""
    names = ", ".join(dict.fromkeys(cast.references.values()))
    return f"{names}, {cast.why}:\n{players}{models}"


def hire_alone(
    role: Role,
    reference: str,
    said: argparse.Namespace,
    *,
    runs: Path,
    notify: Callable[[str], None],
    stack: contextlib.ExitStack,
) -> tuple[Any, "Wire"]:
    """Hire one player outside any run; what it pays for goes into the shared cache, and its wire closes with the stack.

    Returns the player and that wire, which counts what came from where.

    Raises UsageError for a player that there isn't and for settings that make no sense.
    """
    terms = terms_alone(said, os.environ, runs=runs, notify=notify, stack=stack)
    assert terms.wire is not None
    return hire(role, reference, terms), terms.wire


def copy_result(folder: RunFolder, out: Path) -> None:
    """Write the picture to `out`, and the compressed file beside it under the same name."""
    try:
        if folder.result_picture.exists():
            write_whole(out, folder.result_picture.read_bytes())
        write_whole(out.with_suffix(".mub"), folder.result_file.read_bytes())
    except OSError as error:
        why = f"can't be written ({error.strerror or error}); the run itself is in {folder.path}"
        raise StorageError(f"{out}: {why}") from error


def _open(options: Options, access: Access, announce: Announce) -> tuple[RunFolder, Task]:
    if options.resume is not None:
        folder = find_run(options.resume, options.runs)
        announce(folder)
        return folder, task_of(folder)
    if options.fork is None:
        return _open_new(options, choose_cast(options.said, access, os.environ), announce)
    parent, rounds = read_place(options.fork, options.runs)
    said = options.said
    recast = any(getattr(said, name) for name in ("team", "preset", "openai_prompts", *ROLES))
    cast = choose_cast(said, access, os.environ, parent=parent.settings["team"]) if recast else None
    return fork_run(parent, rounds, runs=options.runs, changes=options.changes, cast=cast, edited=options.edited)


def _open_new(options: Options, cast: Cast, announce: Announce) -> tuple[RunFolder, Task]:
    assert options.image is not None
    decoder = decoder_of(cast.references["renderer"])
    photo = load_photo(options.image)

    def plan(original: Picture) -> Task:
        wanted = {"budget": BUDGET, "stops": DEFAULT, "decoder": decoder, **options.changes}
        return Task(original=original, width=photo.width, height=photo.height, **wanted)

    order = Order(photo=photo, path=options.origin or options.image, runs=options.runs, cast=cast)
    return open_run(order, plan, announce=announce)


def _refuse_unwritable(out: Path) -> None:
    """Find out before the work begins that the result could not be written."""
    if out.is_dir():
        raise UsageError(f"--out {out}: a folder; name a file that ends in .png")
    if not out.parent.is_dir():
        raise StorageError(f"--out {out}: there is no folder {out.parent}; make it first")
    if not os.access(out.parent, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise StorageError(f"--out {out}: can't be written; choose another place")
