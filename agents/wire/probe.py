"""Asks an endpoint what it is, by requests that nobody bills: its list of models, and which paths it has.

Knows nothing of roles and records nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from agents.wire.errors import BadAnswerError, UnknownModelError
from agents.wire.retry import is_good, make_error, parse_object
from agents.wire.rows import Answered
from agents.wire.transport import exchange, trusted

PROBE_TIMEOUT_S: Final = 10.0

_MOST_MODELS: Final = 10_000
_NOT_THIS_WAY: Final = 405


@dataclass(frozen=True, kw_only=True)
class ListedModel:
    """A model as an endpoint lists it."""

    name: str
    sees: bool | None = None
    """Whether it takes pictures; None: the list doesn't say."""
    schemas: bool | None = None
    """Whether it answers by a schema; None: the list doesn't say."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What an endpoint told."""

    elapsed_s: float
    """Until the first answer."""
    models: tuple[ListedModel, ...] | None
    """None: it keeps no list."""
    talks: bool
    """Whether it says that it has the path that replies are asked at."""
    draws: bool
    """Whether it says that it has the path that pictures are asked at; many an endpoint that draws doesn't."""


def probe_endpoint(base_url: str, *, api_key: str, timeout_s: float = PROBE_TIMEOUT_S) -> Probe:
    """Ask an endpoint for its models and its paths; never for a reply or a picture.

    Raises WireError: there is no answer, the key is refused, or it answers as no such API does.
    """
    headers = {"authorization": f"Bearer {api_key}", "accept": "application/json"}
    with httpx2.Client(headers=headers, timeout=timeout_s, verify=trusted(), follow_redirects=False) as client:

        def get(path: str) -> Answered:
            request = client.build_request("GET", f"{base_url.rstrip('/')}/{path}")
            return exchange(client, request, timeout_s=timeout_s)

        listed = get("models")
        return Probe(
            elapsed_s=listed.elapsed_s,
            models=_read_models(listed, url=base_url),
            talks=_has_path(get("chat/completions")),
            draws=_has_path(get("images/generations")),
        )


def _read_models(answered: Answered, *, url: str) -> tuple[ListedModel, ...] | None:
    """Read a list of models; raises WireError where the endpoint can't be used at all."""
    if not is_good(answered):
        error = make_error(answered, url=url, asked_of="its list of models", tries=1)
        if isinstance(error, UnknownModelError):
            return None
        raise error
    listed = (parse_object(answered) or {}).get("data")
    if not isinstance(listed, list):
        raise BadAnswerError(f"{url} answers, but not with a list of models: does the base URL end in /v1?")
    return tuple(_read_all(listed[:_MOST_MODELS]))


def _read_all(listed: list[Any]) -> Iterator[ListedModel]:
    for model in listed:
        if isinstance(model, Mapping) and isinstance(model.get("id"), str):
            yield ListedModel(name=model["id"], sees=_read_sight(model), schemas=_read_schemas(model))


def _read_sight(model: Mapping[str, Any]) -> bool | None:
    """Read whether a model takes pictures where a list tells: gateways give modalities, some servers capabilities."""
    architecture = model.get("architecture")
    for told in (
        architecture.get("input_modalities") if isinstance(architecture, Mapping) else None,
        model.get("input_modalities"),
        model.get("modalities"),
    ):
        if isinstance(told, list):
            return "image" in told
    capabilities = model.get("capabilities")
    if isinstance(capabilities, list):
        return "vision" in capabilities
    if isinstance(capabilities, Mapping) and "vision" in capabilities:
        return bool(capabilities["vision"])
    return None


def _read_schemas(model: Mapping[str, Any]) -> bool | None:
    parameters = model.get("supported_parameters")
    if isinstance(parameters, list):
        return bool({"structured_outputs", "response_format"} & set(map(str, parameters)))
    return None


def _has_path(answered: Answered) -> bool:
    """Tell from how a GET is refused whether a path is there that takes only POST.

    A 404 proves nothing: some endpoints give it for every method that a path doesn't take.
    """
    return answered.http_status == _NOT_THIS_WAY
