"""Reads prompt files strictly and fills them in; must not know what is done with the words.

A prompt file is TOML front matter between two lines of `+++`, then a Jinja2 body. Lines of the form `# System` or
`# <task>` open its parts: one part for the standing instructions, one for each task of the role.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codec.errors import FormatError, UsageError
from codec.nearest import suggest
from codec.toml import parse_toml
from prompts.contracts import CONTRACTS

DEFAULT_VARIANT: Final = ""
"""The variant of `<role>.md`."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
_FENCE: Final = re.compile(r"\A\+\+\+\n(.*?\n)\+\+\+\n", re.DOTALL)
_SHOWS: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Slice, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Neg, nodes.Test, nodes.Filter, nodes.Keyword, nodes.Tuple,
)  # fmt: skip
"""What a prompt is made of: a file of somebody else's may be shown, and must not compute."""
_FILTERS: Final = frozenset(
    {"fenced", "inline", "length", "count", "upper", "lower", "title", "capitalize", "trim", "default", "d", "first",
     "last", "round", "int", "float", "abs", "sort", "reverse", "unique", "map", "selectattr", "rejectattr", "list"}
)  # fmt: skip
_MOST_LOOPS: Final = 3
_MOST_FILTERS: Final = 4
_PART: Final = re.compile(r"^# (\w+)[ \t]*$", re.MULTILINE)


class FrontMatter(BaseModel):
    """What a prompt file says of itself; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    variant: str = DEFAULT_VARIANT
    version: int = Field(ge=1)
    """Raised when the words change on purpose; the hash tells accidental changes."""
    description: str = Field(min_length=1)
    """What is special about it, in one line."""
    variables: frozenset[str] = frozenset()
    """All variables that the body uses."""
    replies: dict[str, str] = {}
    """Task to the name of the reply's schema."""


@dataclass(frozen=True)
class Prompt:
    """A prompt file that has passed all checks that need no values."""

    front: FrontMatter
    parts: Mapping[str, str]
    """Part name in lower case, such as "system" or "propose", to its Jinja2 source."""
    sha256: str
    """Of the file's bytes."""
    origin: str
    """The file's name, for messages."""

    @property
    def name(self) -> str:
        """The role, and the variant if it isn't the default."""
        return f"{self.front.role}.{self.front.variant}" if self.front.variant else self.front.role

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that the file has a part for."""
        return tuple(part for part in self.parts if part != "system")

    def render(self, part: str, **values: object) -> str:
        """Fill in one part.

        Raises UsageError if the part does not exist or a variable in it has no value.
        """
        if part not in self.parts:
            raise UsageError(f"{self.origin} has no part {part!r}: {suggest(part, self.parts)}")
        try:
            return _environment().from_string(self.parts[part]).render(values).strip()
        except TemplateError as error:
            raise UsageError(f"{self.origin}, part {part!r}: {error}") from error


def fence_data(value: object, name: str = "data") -> str:
    r"""Mark text from a picture, a person or a model as material, so that it can't pass for instructions.

    >>> print(fence_data("a barn</data>", "phrase"))
    <data name="phrase">
    a barn<\/data>
    </data>
    """
    return f'<data name="{name}">\n{_defuse(str(value))}\n</data>'


def say_inline(value: object) -> str:
    r"""Put a short untrusted text on one line, in quotes, with no marks of ours in it.

    >>> print(say_inline('a "sign"\n# System'))
    "a 'sign' # System"
    """
    text = re.sub(r"\s+", " ", str(value)).strip().replace('"', "'")
    return f'"{_defuse(text)}"'


def _defuse(text: str) -> str:
    """Break our own fence marks where they occur in foreign text."""
    return re.sub(r"<(?=/?data\b)", r"<\\", text, flags=re.IGNORECASE)


def _environment() -> ImmutableSandboxedEnvironment:
    """Make a sandbox in which a misspelt variable is an error; prompts are text, so nothing is HTML-escaped."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters["fenced"] = fence_data
    environment.filters["inline"] = say_inline
    return environment


def split_name(name: str) -> tuple[str, str]:
    """Split `role.variant` or `role`.

    Raises UsageError for a name that could not be a prompt's.

    >>> split_name("critic.terse")
    ('critic', 'terse')
    """
    role, _, variant = name.partition(".")
    if role not in CONTRACTS:
        raise UsageError(f"no role {role!r}: {suggest(role, CONTRACTS)}")
    if variant and not _NAME.fullmatch(variant):
        raise UsageError(f"{variant!r} can't name a variant: use small letters, digits, - and _")
    return role, variant


def locate_prompt(name: str, *, folder: Path | None = None) -> Path:
    """Find a prompt's file: in `folder` if given and there, else among those that come with the package.

    Raises UsageError if there is none, naming the variants that there are.
    """
    role, variant = split_name(name)
    file_name = f"{role}.{variant}.md" if variant else f"{role}.md"
    for place in _places(folder):
        if (place / file_name).is_file():
            return place / file_name
    variants = sorted(other for other in _names(folder) if other.split(".")[0] == role)
    raise UsageError(f"no prompt {name!r}: {suggest(name, variants)}")


def load_prompt(name: str, *, folder: Path | None = None) -> Prompt:
    """Load `role` or `role.variant` and check it.

    Raises UsageError if there is no such prompt, FormatError if its file is not as it must be.
    """
    path = locate_prompt(name, folder=folder)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FormatError(f"can't read {path.name}: {error.strerror}") from error
    prompt = parse_prompt(content, origin=path.name)
    if prompt.name != name:
        raise FormatError(f"{path.name} says it is {prompt.name!r}")
    return prompt


def list_prompts(*, folder: Path | None = None) -> list[str]:
    """Name all prompts: those in `folder` and those that come with the package, roles in their order of play."""
    order = list(CONTRACTS)
    return sorted(_names(folder), key=lambda name: (order.index(name.split(".")[0]), name))


def _places(folder: Path | None) -> list[Path]:
    """List where prompts lie, the user's folder first."""
    own = Path(str(resources.files("prompts")))
    return [folder, own] if folder is not None else [own]


def _names(folder: Path | None) -> set[str]:
    """Name every file that is called like a prompt of a known role."""
    files = [path for place in _places(folder) if place.is_dir() for path in place.glob("*.md")]
    return {path.name.removesuffix(".md") for path in files if path.name.split(".")[0] in CONTRACTS}


def parse_prompt(content: bytes, *, origin: str) -> Prompt:
    """Read a prompt file's bytes and check all that needs no values.

    Raises FormatError, with the file's name and every fault found.
    """
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"{origin} is not UTF-8 text") from error
    match = _FENCE.match(text)
    if match is None:
        raise FormatError(f"{origin} has no front matter: it must begin with TOML between two lines of +++")
    front = _parse_front(match[1], origin=origin)
    prompt = Prompt(
        front=front,
        parts=_split_parts(text[match.end() :], origin=origin),
        sha256=hashlib.sha256(content).hexdigest(),
        origin=origin,
    )
    faults = check_prompt(prompt)
    if faults:
        raise FormatError(f"{origin}: {'; '.join(faults)}")
    return prompt


def _parse_front(source: str, *, origin: str) -> FrontMatter:
    """Read the front matter; turn every fault into one line."""
    try:
        return FrontMatter.model_validate(parse_toml(source))
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{origin}: the front matter is not TOML: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}" for fault in error.errors()
        )
        raise FormatError(f"{origin}: the front matter is wrong: {faults}") from error


def _split_parts(body: str, *, origin: str) -> dict[str, str]:
    """Cut the body at its `# Part` lines."""
    pieces = _PART.split(body)
    if pieces[0].strip():
        raise FormatError(f"{origin} has words before its first part: a part begins with a line such as # System")
    names = [name.lower() for name in pieces[1::2]]
    for name in names:
        if names.count(name) > 1:
            raise FormatError(f"{origin} has the part {name!r} twice")
    return dict(zip(names, pieces[2::2], strict=True))


def check_prompt(prompt: Prompt) -> list[str]:
    """List what is wrong with a prompt: parts, variables and reply schemas against the role's contract."""
    front = prompt.front
    tasks = CONTRACTS.get(front.role)
    if tasks is None:
        return [f"no role {front.role!r}: there are {', '.join(CONTRACTS)}"]
    faults = [f"the part {name!r} is missing" for name in tasks if name not in prompt.parts]
    faults += [f"the {front.role} has no part {name!r}" for name in prompt.tasks if name not in tasks]
    used: set[str] = set()
    for name, source in prompt.parts.items():
        found, fault = find_variables(source)
        if fault:
            faults.append(f"part {name!r}: {fault}")
        provided: Mapping[str, Any] = tasks[name].sample if name in tasks else {}
        faults += [f"part {name!r} uses {one!r}, which it is not given" for one in sorted(found - set(provided))]
        used |= found
    faults += [f"variable {name!r} is used but not declared" for name in sorted(used - front.variables)]
    faults += [f"variable {name!r} is declared but not used" for name in sorted(front.variables - used)]
    expected = {name: task.reply for name, task in tasks.items() if task.reply}
    if front.replies != expected:
        faults.append(f"replies must be {expected}, not {front.replies}")
    return faults


def find_variables(source: str) -> tuple[set[str], str]:
    """Find the variables that a part needs, or say why it is not Jinja2, or not as little of it as prompts may use."""
    try:
        parsed = _environment().parse(source)
        return meta.find_undeclared_variables(parsed), _find_program(parsed)
    except TemplateError as error:
        return set(), str(error)
    except RecursionError:
        return set(), "nested too deeply"


def _find_program(node: nodes.Node, *, loops: int = 0, filters: int = 0) -> str:
    """Say what in a part could compute without end; empty: it shows, tests and loops over what it is given, no more."""
    loops += isinstance(node, nodes.For)
    filters = filters + 1 if isinstance(node, nodes.Filter) else 0
    name = type(node).__name__.lower()
    if not isinstance(node, _SHOWS):
        return f"{name} is more than a prompt may use"
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        return f"the filter {node.name!r} is more than a prompt may use"
    if loops > _MOST_LOOPS or filters > _MOST_FILTERS:
        return f"{name}s nested too deeply"
    found = (_find_program(child, loops=loops, filters=filters) for child in node.iter_child_nodes())
    return next((fault for fault in found if fault), "")
