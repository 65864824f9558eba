"""What the openai team needs to know of endpoints, keys and models, resolved once; opens no connection.

Each value is looked for in the command line's options, then in the environment, then in the TOML file given by
`--config`, then in the defaults below; in each place a role's own value comes before the general one.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from agents.openai.flags import FIELDS
from agents.roles import ROLES, Role
from agents.wire.redact import strip_url
from codec.errors import UsageError
from codec.nearest import suggest, suggest_quoted
from traces.cleaning import clean_line

OPENAI_URL: Final = "https://api.openai.com/v1"
NO_KEY: Final = "unused"
"""What a server gets as a key that asks for none; the client libraries refuse to send nothing."""

PAPER_PROMPTS: Final[Mapping[Role, str]] = {"describer": "paper", "critic": "paper"}
"""The prompt variants of `--preset paper`."""


class RoleSettings(BaseModel):
    """How one role reaches its model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    base_url: str = OPENAI_URL
    api_key: SecretStr = SecretStr("")
    """Empty: none."""
    organization: str = ""
    project: str = ""
    chat: str = "gpt-6.1-terra"
    """The model that sees and talks; unused by the renderer."""
    image_model: str = "gpt-image-2.6-flare"
    """The model that draws; used by the renderer alone."""
    prompt: str = ""
    """The prompt's variant; "" is the role's default."""
    prompt_folder: str = ""
    """A folder of prompt files of one's own, looked in first; "": none."""
    structured: Literal["auto", "schema", "text"] = "auto"
    """Whether replies are asked for by schema, as JSON in text, or by schema until the server refuses it."""
    detail: Literal["auto", "low", "high"] = "high"
    """How closely the model looks at pictures."""
    picture_side: int = Field(default=768, ge=64, le=4096)
    """The longer side of the pictures sent, in pixels, at most."""
    reasoning_effort: str = ""
    """Not sent if empty."""
    temperature: float | None = Field(default=None, ge=0, le=2)
    """Not sent if None: newer models refuse it."""
    max_output_tokens: int = Field(default=8000, ge=64)
    """The most llm_tokens a reply may take, reasoning included."""
    squeezes: int = Field(default=3, ge=1, le=20)
    """How often the compressor is asked before code drops phrases."""
    image_quality: Literal["", "auto", "low", "medium", "high", "xhigh", "max"] = "medium"
    """Not sent if empty."""
    image_sizes: str = ""
    """Sizes that the image model draws, such as "512x512,768x512"; "any" takes multiples of 16; "" goes by its name."""
    chat_timeout_s: float = Field(default=180.0, gt=0)
    image_timeout_s: float = Field(default=600.0, gt=0)
    """A render takes 80 to 280 s."""

    @property
    def key_to_send(self) -> SecretStr:
        """The key, or a placeholder for servers that ask for none."""
        return self.api_key if self.api_key.get_secret_value() else SecretStr(NO_KEY)

    @property
    def asked_of(self) -> str:
        """The name of the model that this role asks."""
        return self.image_model if self.role == "renderer" else self.chat

    def public(self) -> dict[str, Any]:
        """All values but the key, of which only whether there is one: fit for `run.json` and for the screen."""
        values = self.model_dump(exclude={"api_key"})
        values["base_url"] = strip_url(self.base_url)
        values["api_key"] = "set" if self.api_key.get_secret_value() else "not set"
        return values


@dataclass(frozen=True)
class Settings:
    """The settings of all roles, and where each value came from."""

    roles: Mapping[Role, RoleSettings]
    origins: Mapping[str, str]
    """ "describer.chat" to its origin, such as "--chat", "OPENAI_API_KEY", "config [openai]" or "default"."""

    def naming(self, role: Role, name: str) -> "Settings":
        """Return these settings with another model for one role, as in `--critic openai:gpt-6-luna`."""
        field = "image_model" if role == "renderer" else "chat"
        changed = self.roles[role].model_copy(update={field: name})
        return Settings({**self.roles, role: changed}, {**self.origins, f"{role}.{field}": f"--{role}"})

    def public(self) -> dict[str, dict[str, Any]]:
        """Everything without keys, by role, for `run.json`."""
        return {role: settings.public() for role, settings in self.roles.items()}

    def explain(self) -> str:
        """Write a table of every value that matters to a role and where it came from; keys are never shown."""
        lines = []
        for role, settings in self.roles.items():
            lines.append(f"{role}:")
            for name, value in settings.public().items():
                if name != "role" and name not in _UNUSED[role]:
                    shown = value if value not in ("", None) else "–"
                    lines.append(f"  {name:<18} {clean_line(str(shown)):<40} {self.origins[f'{role}.{name}']}")
        return "\n".join(lines)


_TALK: Final = frozenset(
    {
        "chat",
        "structured",
        "detail",
        "picture_side",
        "reasoning_effort",
        "temperature",
        "max_output_tokens",
        "squeezes",
        "chat_timeout_s",
    }
)
_DRAW: Final = frozenset({"image_model", "image_quality", "image_sizes", "image_timeout_s"})
_UNUSED: Final[Mapping[str, frozenset[str]]] = {
    "describer": _DRAW | {"squeezes"},
    "compressor": _DRAW | {"detail", "picture_side"},
    "renderer": _TALK,
    "critic": _DRAW | {"squeezes"},
}
_ENVIRONMENT: Final[Mapping[str, tuple[str, ...]]] = {
    "api_key": ("OPENAI_API_KEY",),
    # The two clients read these in different orders; here the official one wins.
    "base_url": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    "organization": ("OPENAI_ORG_ID", "OPENAI_ORGANIZATION"),
    "project": ("OPENAI_PROJECT_ID",),
}


def resolve(
    options: argparse.Namespace | None,
    *,
    environ: Mapping[str, str],
    config: Mapping[str, Any],
    references: Mapping[Role, str] | None = None,
) -> Settings:
    """Resolve every value of every role.

    `config` is the whole parsed TOML file, of which only the table `openai` is read. `references` gives the model named
    in an agent reference, such as {"critic": "gpt-6-luna"} for `--critic openai:gpt-6-luna`; it comes first of all.

    Raises UsageError for unknown names and impossible values.
    """
    table = _check_config(config)
    prompts = _read_prompt_options(options)
    origins: dict[str, str] = {}
    roles: dict[Role, RoleSettings] = {}
    for role in ROLES:
        values: dict[str, Any] = {"role": role}
        for name in FIELDS:
            found = _find(role, name, options=options, environ=environ, table=table)
            if found is not None:
                values[name], origins[f"{role}.{name}"] = found
        reference = (references or {}).get(role)
        if reference:
            name = "image_model" if role == "renderer" else "chat"
            values[name], origins[f"{role}.{name}"] = reference, f"--{role}"
        variant = prompts.get(role) or table.get(role, {}).get("prompt") or ""
        if variant:
            values["prompt"] = variant
            origins[f"{role}.prompt"] = "--prompt" if role in prompts else f"config [openai.{role}]"
        _guard_key(role, values, origins, options=options, environ=environ, table=table)
        roles[role] = _build(role, values)
        for name in RoleSettings.model_fields:
            origins.setdefault(f"{role}.{name}", "default")
    return Settings(roles=roles, origins=origins)


def _check_config(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the table `openai`; refuse names that mean nothing."""
    table = config.get("openai", {})
    if not isinstance(table, Mapping):
        raise UsageError("[openai] in the config file must be a table")
    for name, value in table.items():
        if name in ROLES:
            if not isinstance(value, Mapping):
                raise UsageError(f"[openai.{name}] in the config file must be a table")
            unknown = [inner for inner in value if inner not in (*FIELDS, "prompt")]
        else:
            unknown = [] if name in FIELDS else [name]
        if unknown:
            raise UsageError(f"unknown in the config file: openai {unknown[0]!r}; {suggest(unknown[0], FIELDS)}")
    return table


def _read_prompt_options(options: argparse.Namespace | None) -> dict[str, str]:
    """Read every --prompt ROLE=VARIANT."""
    chosen: dict[str, str] = {}
    for text in getattr(options, "openai_prompts", None) or []:
        role, equals, variant = text.partition("=")
        if not equals or role not in ROLES:
            raise UsageError(f"--prompt takes ROLE=VARIANT, not {text!r}; for ROLE {suggest(role, ROLES)}")
        chosen[role] = variant
    return chosen


def _find(
    role: str,
    name: str,
    *,
    options: argparse.Namespace | None,
    environ: Mapping[str, str],
    table: Mapping[str, Any],
) -> tuple[Any, str] | None:
    """Find a value and say where it was; None: nowhere."""
    dashed = name.replace("_", "-")
    for dest, flag in ((f"openai_{role}_{name}", f"--{role}-{dashed}"), (f"openai_{name}", f"--{dashed}")):
        given = getattr(options, dest, None)
        if given is not None:
            return given, flag
    for variable in (f"MUBPP_{role.upper()}_{name.upper()}", f"MUBPP_{name.upper()}", *_ENVIRONMENT.get(name, ())):
        if environ.get(variable):
            return environ[variable], variable
    own = table.get(role, {})
    if name in own:
        return own[name], f"config [openai.{role}]"
    if name in table:
        return table[name], "config [openai]"
    return None


def _guard_key(
    role: Role,
    values: dict[str, Any],
    origins: dict[str, str],
    *,
    options: argparse.Namespace | None,
    environ: Mapping[str, str],
    table: Mapping[str, Any],
) -> None:
    """Keep a general key from a host that was set for this role alone: it belongs to another one."""
    own_marks = (role, role.upper())
    is_own = any(mark in origins.get(f"{role}.base_url", "") for mark in own_marks)
    key_is_own = any(mark in origins.get(f"{role}.api_key", "") for mark in own_marks)
    if not is_own or key_is_own or "api_key" not in values:
        return
    general = _find("", "base_url", options=options, environ=environ, table=table)
    general_url = str(general[0]) if general else OPENAI_URL
    if urlsplit(str(values["base_url"])).netloc != urlsplit(general_url).netloc:
        del values["api_key"]
        origins[f"{role}.api_key"] = f"withheld: {role} has a base URL of its own, so it needs --{role}-api-key"


def _build(role: Role, values: dict[str, Any]) -> RoleSettings:
    """Check the values of a role; turn every fault into one line that shows no key."""
    try:
        settings = RoleSettings.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        near = suggest_quoted(fault["input"], fault["msg"]) if fault["type"] == "literal_error" else ""
        raise UsageError(f"{role} {where}: {fault['msg']}{near}") from None
    try:
        parts = urlsplit(settings.base_url)
        is_url = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if "@" in settings.base_url or "?" in settings.base_url:
        raise UsageError(f"the base URL of the {role} must carry no user, password or query: keys go in --api-key")
    if not is_url:
        raise UsageError(f"the base URL of the {role} must begin with http:// or https:// and a host")
    key = settings.api_key.get_secret_value()
    if any(character.isspace() for character in key) or not key.isascii() or not key.isprintable():
        raise UsageError(f"the key of the {role} has spaces, line breaks or odd characters in it")
    return settings


def choose_team(
    environ: Mapping[str, str], config: Mapping[str, Any], options: argparse.Namespace | None = None
) -> tuple[Literal["openai", "sketch"], str]:
    """Choose what `--team auto` means, and say why in a few words."""
    for name in ("api_key", "base_url"):
        if getattr(options, f"openai_{name}", None):
            return "openai", f"because --{name.replace('_', '-')} is given (--team sketch works without)"
    for name in ("api_key", "base_url"):
        for variable in (f"MUBPP_{name.upper()}", *_ENVIRONMENT[name]):
            if environ.get(variable):
                return "openai", f"because {variable} is set (--team sketch works without)"
    table = config.get("openai")
    if isinstance(table, Mapping):
        for name in ("api_key", "base_url"):
            if table.get(name):
                return "openai", f"because the config file sets {name} (--team sketch works without)"
    return "sketch", "because neither a key nor a base URL is set (set OPENAI_API_KEY or OPENAI_BASE_URL)"
