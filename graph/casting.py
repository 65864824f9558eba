"""Who plays which role, over what wire: from options, environment and config file to a team; keys stay off the disk.

Knows nothing of the order of play.
"""

import contextlib
import tempfile
import tomllib
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from agents.openai.settings import PAPER_PROMPTS, RoleSettings, Settings, choose_team, resolve
from agents.protocols import Team, Terms
from agents.registry import check_references, hire_team, speaker_of
from agents.roles import ROLES, Role
from agents.wire.limits import Limits
from agents.wire.options import WireOptions, read_wire_options
from codec.errors import UsageError
from codec.toml import parse_toml
from graph.policies import Calls, Spend
from graph.state import Task
from traces.folder import RunFolder, make_folder

if TYPE_CHECKING:  # only those who ask a model need our transport and its store; langgraph brings an HTTP client anyway
    from agents.wire.transport import Wire

CACHE: Final = ".calls.sqlite"
"""Answers shared between the runs of one folder."""

PAPER_PLAYERS: Final[dict[Role, str]] = {"compressor": "sketch"}
"""The published method has no compressor: one that only cuts what is too long comes nearest."""

PLAYED_BY_MODELS: Final = "openai"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What it takes to reach models and stands in no trace: the keys, and how to behave on the wire."""

    settings: Settings
    config: Mapping[str, Any]
    """The whole config file."""
    wire: WireOptions


KEYLESS: Final = Access(
    settings=resolve(None, environ={}, config={}),
    config={},
    wire=read_wire_options(None, environ={}, config={}),
)
"""No key at all: enough for a replay."""


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who plays, and why."""

    references: dict[str, str]
    why: str
    models: dict[str, Any]
    """How each role reaches its model, without keys; empty: nobody asks a model."""
    prompts: dict[str, dict[str, str]]
    """The prompts in use: role to variant and SHA-256."""


def read_access(options: Namespace, environ: Mapping[str, str]) -> Access:
    """Read the config file and resolve every model setting.

    Raises UsageError for a file that can't be read and for values that make no sense.
    """
    config = _read_config(options.config)
    if getattr(options, "preset", None) == "paper":
        options.openai_prompts = [
            *(f"{role}={variant}" for role, variant in PAPER_PROMPTS.items()),
            *options.openai_prompts,
        ]
    settings = resolve(options, environ=environ, config=config)
    return Access(settings=settings, config=config, wire=read_wire_options(options, environ=environ, config=config))


def choose_cast(
    options: Namespace, access: Access, environ: Mapping[str, str], *, parent: Mapping[str, str] | None = None
) -> Cast:
    """Say who plays which role; a fork's roles are played as in its `parent` unless somebody else is asked for.

    Raises UsageError for a player that there isn't.
    """
    team, why = options.team or ("auto" if parent is None else "as before"), "as asked for"
    if team == "auto":
        team, why = choose_team(environ, access.config, options)
    named = {role: getattr(options, role) for role in ROLES if getattr(options, role)}
    if options.preset == "paper":
        named = {**PAPER_PLAYERS, **named}
    if named:
        why += "; " + ", ".join(f"{role} {who} as asked for" for role, who in named.items())
    as_before = parent if team == "as before" and parent is not None else {}
    references: dict[str, str] = {role: named.get(role) or as_before.get(role, team) for role in ROLES}
    check_references(references)
    settings = name_models(access.settings, references)
    asked = [role for role in ROLES if speaker_of(references[role]).partition(":")[0] == PLAYED_BY_MODELS]
    return Cast(
        references=references,
        why=why,
        models={role: settings.roles[role].public() for role in asked},
        prompts={role: _identify_prompt(settings.roles[role]) for role in asked},
    )


def name_models(settings: Settings, references: Mapping[str, str]) -> Settings:
    """Take the models that references such as `openai:gpt-…` name into the settings."""
    for role in ROLES:
        kind, _, name = speaker_of(references[role]).partition(":")
        if kind == PLAYED_BY_MODELS and name:
            settings = settings.naming(role, name)
    return settings


def recall_settings(recorded: Mapping[str, Any], current: Settings) -> Settings:
    """Rebuild the settings of a recorded run, with the keys of today.

    A key is only ever sent to the endpoint that it is set for today: a run's folder may come from somebody else. Raises
    UsageError where they differ.
    """
    roles = dict(current.roles)
    for name, public in recorded.items():
        role = cast("Role", name)
        now = current.roles[role]
        key = now.api_key
        if key.get_secret_value() and public["base_url"] != now.public()["base_url"]:
            raise UsageError(
                f"the {role} of this run asked {public['base_url']}, and your key is for {now.base_url}; "
                f"set --base-url or OPENAI_BASE_URL to the first if you trust it"
            )
        roles[role] = RoleSettings.model_validate({**public, "api_key": key})
    return Settings(roles=roles, origins={**current.origins})


def terms_alone(
    options: Namespace,
    environ: Mapping[str, str],
    *,
    runs: Path,
    notify: Callable[[str], None],
    stack: contextlib.ExitStack,
) -> Terms:
    """Make the terms of a renderer that draws one file outside any run; what it pays for goes into the shared cache.

    Raises UsageError and StorageError as a run would.
    """
    access = read_access(options, environ)
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mubpp-decode-")))
    make_folder(runs)
    from agents.wire.transport import open_wire  # noqa: PLC0415

    wire = open_wire(scratch, options=access.wire, cache_path=runs / CACHE, notify=notify)
    stack.enter_context(_closing(wire))
    return Terms(seed=0, folder=None, notify=notify, models=access.settings, wire=wire)


@contextlib.contextmanager
def _closing(wire: "Wire | None") -> Any:
    try:
        yield wire
    finally:
        if wire is not None:
            wire.close()


def hiring(
    folder: RunFolder, task: Task, access: Access, stack: contextlib.ExitStack
) -> Callable[[Callable[[str], None]], Team]:
    """Prepare to hire the team that `run.json` names; the wire closes with the stack."""
    recorded = folder.read_settings()

    def hire(notify: Callable[[str], None]) -> Team:
        models = recorded.get("models") or {}
        wire = stack.enter_context(_closing(_open_wire(folder, task, access, notify) if models else None))
        terms = Terms(
            seed=task.seed,
            folder=folder,
            notify=notify,
            models=recall_settings(models, access.settings) if models else None,
            wire=wire,
        )
        return hire_team(recorded["team"], terms)

    return hire


def _open_wire(folder: RunFolder, task: Task, access: Access, notify: Callable[[str], None]) -> "Wire":
    from agents.wire.transport import open_wire  # noqa: PLC0415

    calls = next((policy.limit for policy in task.policies if isinstance(policy, Calls)), None)
    spend_usd = next((policy.limit_usd for policy in task.policies if isinstance(policy, Spend)), None)
    options = replace(access.wire, limits=Limits(calls=calls, spend_usd=spend_usd))
    return open_wire(folder.path, options=options, cache_path=folder.path.parent / CACHE, notify=notify)


def _read_config(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return parse_toml(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"--config {path}: can't be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"--config {path}: not TOML ({error})") from error


def _identify_prompt(settings: RoleSettings) -> dict[str, str]:
    # Templates belong to models; a team that asks none does without their engine.
    from prompts.loader import load_prompt  # noqa: PLC0415

    name = f"{settings.role}.{settings.prompt}" if settings.prompt else settings.role
    folder = Path(settings.prompt_folder) if settings.prompt_folder else None
    return {"variant": settings.prompt, "sha256": load_prompt(name, folder=folder).sha256}
