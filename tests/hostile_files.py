"""Makes hostile files out of good ones, and runs commands under a guard that knows what no command may ever do."""

import contextlib
import io
import json
import random
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from codec.command import exit_code_of

Main = Callable[[Sequence[str] | None], int | None]

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal may obey, and what reorders the characters beside it."""

NASTY_TEXTS = (
    "",
    " ",
    "\x00",
    "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31mC1\x90DCS\x9c",
    "\u202egnp.exe\u2066\u200f",
    "a\u2028b\u2029c\rd\ne\tf",
    '=HYPERLINK("http://evil")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% for x in range(9) %}{% endfor %}",
    "[bold red]markup[/]",
    "%s%n%x",
    "../../../etc/passwd",
    "/etc/passwd",
    "sketch:width=9999999",
    "🤯" * 50,
    "e\u0301" * 300,
    "a" * 5000,
    "9" * 5000,
    "NaN",
    "1e999",
    "rounds=1e400",
    "99999999999tokens",
    "-5words",
)
NASTY_NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30, 0.5, -0.0, 1e308, 1e-320, 1.0000001)


class Raw(str):
    """JSON text that `json.dumps` would not write."""


RAW = (
    Raw("NaN"),
    Raw("Infinity"),
    Raw("-Infinity"),
    Raw("1e400"),
    Raw("9" * 5000),
    Raw('"\\ud800"'),
    Raw('"\\udc00\\ud800 x"'),
    Raw("[" * 2000 + "]" * 2000),
    Raw("[" * 100_000),
    Raw('{"a":' * 2000 + "1" + "}" * 2000),
    Raw('{"a": 1, "a": 2}'),
    Raw("truefalse"),
    Raw("-"),
    Raw('"\\u0000"'),
    Raw('"\x01"'),
)


def mutate_bytes(data: bytes, chance: random.Random) -> bytes:
    """Damage a file in one to four places."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        where = chance.randrange(len(changed) + 1)
        match chance.randrange(8):
            case 0 if changed:
                changed[min(where, len(changed) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                changed[where : where + chance.choice((1, 2, 4, 64))] = chance.randbytes(chance.choice((1, 2, 4, 64)))
            case 2:
                del changed[where:]
            case 3:
                del changed[where : where + chance.randint(1, 64)]
            case 4:
                changed[where:where] = chance.choice((b"\0", b"\xff", b"\xed\xa0\x80", b"\n", b"}", b"\x1b[2J")) * 9
            case 5:
                end = where + chance.randint(1, 256)
                changed[where:where] = changed[where:end]
            case 6 if len(changed) >= 4:
                place = min(where, len(changed) - 4)
                changed[place : place + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
            case _:
                changed[where:where] = chance.randbytes(chance.randint(1, 16))
    return bytes(changed)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _nasty(old: Any, chance: random.Random) -> Any:
    if isinstance(old, str) and chance.random() < 0.5:
        return chance.choice(NASTY_TEXTS)
    if isinstance(old, int | float) and not isinstance(old, bool) and chance.random() < 0.5:
        return chance.choice(NASTY_NUMBERS)
    anything = (None, True, False, [], {}, [[]], {"a": 1}, "x", *NASTY_TEXTS, *NASTY_NUMBERS, *RAW)
    return chance.choice(anything)


def mutate_json(text: str, chance: random.Random) -> bytes:
    """Change a JSON document in one or two places: types, ranges, missing, doubled and unknown names, nesting."""
    value = json.loads(text)
    raws: list[Raw] = []
    for _ in range(chance.randint(1, 2)):
        places = list(_places(value))
        if places:
            _change(value, chance.choice(places), raws, chance)
    written = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    for number, raw in enumerate(raws):
        written = written.replace(f'"@raw{number}@"', raw)
    if chance.random() < 0.05:
        written = written.replace("{", '{"format": 1, "format": 2, ', 1)
    return written.encode("utf-8", "surrogatepass")


def _change(value: Any, path: tuple[Any, ...], raws: list[Raw], chance: random.Random) -> None:
    holder, last = value, path[-1]
    for step in path[:-1]:
        holder = holder[step]
    match chance.randrange(6):
        case 0:
            del holder[last]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(("", "tag", "\x1b[1m", "x" * 300, "__class__"))] = holder[last]
        case 2 if isinstance(holder, list):
            holder.extend([holder[last]] * chance.choice((1, 50)))
        case _:
            nasty = _nasty(holder[last], chance)
            if isinstance(nasty, Raw):
                raws.append(nasty)
                nasty = f"@raw{len(raws) - 1}@"
            holder[last] = nasty


def mutate_lines(data: bytes, chance: random.Random) -> bytes:
    """Change a file of JSON lines: one line by its structure, or the order and number of lines, or bytes."""
    lines = data.splitlines()
    place = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            return mutate_bytes(data, chance)
        case 1:
            del lines[place]
        case 2:
            chance.shuffle(lines)
        case 3:
            lines[place:place] = [lines[place]] * chance.choice((1, 20))
        case 4:
            lines.insert(
                place, chance.choice((b"[" * 50_000, b"null", b"{}", b"\xff\xfe", b'{"tag": "evil"}', b"\0" * 99))
            )
        case _:
            lines[place] = mutate_json(lines[place].decode(), chance)
    return b"\n".join(lines) + b"\n"


class HangError(BaseException):
    """A command took too long; not an Exception, so that nothing in the command can swallow it."""


_PATIENCE = 20
"""How often as much time may go by on the wall: on a busy machine a process gets a small share of it."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Break off what takes more processor time than this, or waits for `_PATIENCE` times as long; main thread only.

    Processor time is what a hostile file can be blamed for: it does not depend on what else the machine does.
    """
    clocks = {
        signal.SIGPROF: (signal.ITIMER_PROF, seconds, "of processor time"),
        signal.SIGALRM: (signal.ITIMER_REAL, _PATIENCE * seconds, "by the wall clock"),
    }

    def ring(number: int, _frame: FrameType | None) -> None:
        _, limit_s, kind = clocks[signal.Signals(number)]
        raise HangError(f"still going on after {limit_s:g} s {kind}")

    before = {number: signal.signal(number, ring) for number in clocks}
    try:
        for timer, limit_s, _ in clocks.values():
            signal.setitimer(timer, limit_s)
        yield
    finally:
        for number, (timer, _, _) in clocks.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


def say(main: Main, *words: object, seconds: float = 60.0) -> Said:
    """Run a command in this process; let every exception out that a person would see as a traceback."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with time_limit(seconds), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = exit_code_of(main, [str(word) for word in words], program="mubpp")
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    return Said(code, *texts)


def check(main: Main, *words: object, seconds: float = 60.0) -> Said:
    """Run a command and hold it to the rules: a known exit code, one line of error, nothing that a terminal obeys."""
    said = say(main, *words, seconds=seconds)
    assert said.code in range(9), f"exit code {said.code}"
    if said.code > 1:
        assert (said.err + said.out).strip(), "an error without a word"
        assert "Traceback" not in said.err
    for name, text in (("stdout", said.out), ("stderr", said.err)):
        odd = UNPRINTABLE.search(text.replace("\r\n", "\n"))
        assert odd is None, f"{odd[0]!r} on {name}: {text[max(odd.start() - 80, 0) : odd.end() + 20]!r}"  # type: ignore[index]
    return said


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """List every file below a folder with its size and time of change, to see later whether anything was touched."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if not path.is_dir()
    }
