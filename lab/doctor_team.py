"""Who would play and why, and whether the models that they ask can be reached; never shows a key, never pays."""

import argparse
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from agents.diffusers import INSTALL_HINT
from agents.openai.profile import Profile, read_profile
from agents.openai.settings import OPENAI_URL, RoleSettings, Settings
from agents.roles import ROLES, Role
from agents.wire.errors import KeyRefusedError, UnreachableError
from agents.wire.probe import ListedModel, Probe, probe_endpoint
from codec.errors import MubppError, WireError
from codec.nearest import find_nearest
from graph.casting import Cast, name_models
from graph.launch import look_ahead
from graph.options import check_one
from lab.doctor_finding import Finding

_HEAVY: Final = ("torch", "diffusers", "transformers")
_SHOWN: Final = 5


def check(arguments: argparse.Namespace) -> Iterator[Finding]:
    """Say who would play; then look at every endpoint that they would ask."""
    try:
        cast, access = look_ahead(check_one(arguments, image=Path("any"), runs=arguments.runs))
    except MubppError as error:
        yield Finding("team", "bad", str(error))
        return
    players = ", ".join(f"{role} {who}" for role, who in cast.references.items())
    yield Finding("team", "good", f"{players}: {cast.why}")
    yield from _check_local(cast)
    settings = name_models(access.settings, cast.references)
    asked = [role for role in ROLES if role in cast.models]
    for (url, key), roles in _by_endpoint(settings, asked).items():
        of_roles = {role: settings.roles[role] for role in roles}
        yield _say_key(url, key, roles[0], settings.origins)
        yield from _check_endpoint(url, of_roles, offline=arguments.offline)


def _check_local(cast: Cast) -> Iterator[Finding]:
    """Look for the packages of a local pipeline without loading them, which would take long."""
    if not any(who.partition(":")[0] == "diffusers" for who in cast.references.values()):
        return
    missing = [name for name in _HEAVY if importlib.util.find_spec(name) is None]
    if missing:
        yield Finding("team", "bad", f"a local pipeline needs {', '.join(missing)}", INSTALL_HINT)


def _by_endpoint(settings: Settings, asked: list[Role]) -> dict[tuple[str, str], list[Role]]:
    endpoints: dict[tuple[str, str], list[Role]] = {}
    for role in asked:
        one = settings.roles[role]
        endpoints.setdefault((one.base_url, one.api_key.get_secret_value()), []).append(role)
    return endpoints


def _check_endpoint(url: str, roles: Mapping[Role, RoleSettings], *, offline: bool) -> Iterator[Finding]:
    """Ask an endpoint what it is, and judge the models that roles ask there."""
    if offline:
        yield Finding("endpoint", "note", f"{url} was not asked (--offline)")
        return
    try:
        probe = probe_endpoint(url, api_key=next(iter(roles.values())).key_to_send.get_secret_value())
    except WireError as error:
        yield Finding("endpoint", "bad", str(error), _advise(error, url))
        return
    yield Finding("endpoint", "good", f"{url} answers in {probe.elapsed_s * 1e3:.0f} ms; {_say_list(probe)}")
    for role, settings in roles.items():
        yield _judge_model(role, settings, probe)


def _say_key(url: str, key: str, role: Role, origins: Mapping[str, str]) -> Finding:
    origin = origins.get(f"{role}.api_key", "default")
    if key:
        return Finding("key", "good", f"set for {url} by {origin}")
    if urlsplit(url).netloc == urlsplit(OPENAI_URL).netloc:
        return Finding("key", "bad", f"{url} wants a key and none is set ({origin})", "set OPENAI_API_KEY")
    return Finding("key", "note", f"none for {url}, which many a server of one's own doesn't want ({origin})")


def _advise(error: WireError, url: str) -> str:
    if isinstance(error, KeyRefusedError):
        return "set a key that it knows: OPENAI_API_KEY, or --ROLE-api-key for one role"
    if isinstance(error, UnreachableError) and urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}:
        return "start the server, or set --base-url; --team sketch works without"
    return "set --base-url; --team sketch works without"


def _say_list(probe: Probe) -> str:
    if probe.models is None:
        return "it keeps no list of models"
    names = [model.name for model in probe.models]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"it has {', '.join(names[:_SHOWN])}{more}" if names else "its list of models is empty"


def _judge_model(role: Role, settings: RoleSettings, probe: Probe) -> Finding:
    """Say whether a role's model is there, and whether it can do what the role needs."""
    name = settings.asked_of
    # Some servers list "name:latest" and answer to "name".
    listed = next((model for model in probe.models or () if name in (model.name, model.name.partition(":")[0])), None)
    if probe.models and listed is None:
        near = find_nearest(name, [model.name for model in probe.models])
        option = "--image-model" if role == "renderer" else "--chat"
        todo = f"try {option} {near}" if near else f"name another with {option}"
        return Finding("model", "bad", f"the {role}'s {name} is not on the list of {settings.base_url}", todo)
    if role == "renderer":
        draws = "it has the path for pictures" if probe.draws else "whether it draws can't be told for free"
        return Finding("model", "good" if probe.draws else "note", f"the renderer asks {name}: {draws}")
    return _judge_chat(role, name, listed, read_profile(name))


def _judge_chat(role: Role, name: str, listed: ListedModel | None, profile: Profile) -> Finding:
    sees = listed.sees if listed and listed.sees is not None else profile.sees
    schemas = listed.schemas if listed and listed.schemas is not None else profile.schemas
    told = {True: "yes", False: "no", None: "can't be told for free"}
    says = f"the {role} asks {name}: sees pictures: {told[sees]}; answers by schema: {told[schemas]}"
    if role != "compressor" and sees is False:
        return Finding("model", "bad", says, f"the {role} must see: name another with --{role} openai:MODEL")
    return Finding("model", "note" if sees is None or schemas is None else "good", says)
