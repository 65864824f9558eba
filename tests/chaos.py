"""Starts commands of this project in milliseconds and kills them at chosen instants.

`Warm` is a process that has imported everything, has played once, and forks for each command, so that hundreds of kills
take minutes.
A kill comes either from outside after a time, or from inside at the n-th call into C that touches disk or network,
which finds the same place again. `python tests/chaos.py` is the process itself.
"""

import contextlib
import importlib
import json
import os
import random
import resource
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal

TOP = Path(__file__).parent.parent

TOUCHES = frozenset({
    "open", "write", "flush", "fsync", "close", "replace", "rename", "mkdir", "rmdir", "unlink", "truncate", "flock",
    "connect", "execute", "executemany", "executescript", "commit", "copyfile", "sendfile", "sendall", "recv",
    "recv_into",
})  # fmt: skip
"""Names of calls into C that touch disk or network."""

_CLEAN = ("OPENAI_", "MUBPP_", "LANGSMITH_", "LANGCHAIN_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass(frozen=True)
class Death:
    """When a process is to be killed, as drawn from a seed."""

    seed: int
    kind: Literal["time", "touch", "none"] = "none"
    after_s: float = 0.0
    touch: int = 0
    late: bool = False
    """Killed when the call has returned, not before it."""
    by: int = signal.SIGKILL
    """The signal; SIGINT is Ctrl-C, which is no death but an exception."""

    @classmethod
    def draw(cls, seed: int, *, lasts_s: float, touches: int) -> "Death":
        """Draw an instant of a command that undisturbed takes so long and touches disk and network so often."""
        chance = random.Random(seed)
        if seed % 2:
            return cls(seed, "time", after_s=chance.uniform(0.0, lasts_s))
        return cls(seed, "touch", touch=chance.randrange(1, touches + 1), late=chance.random() < 0.5)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    """Exit code; negative: the signal that killed it."""
    out: str
    err: str
    lasts_s: float
    touches: int

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Warm:
    """A process that forks for every command; use as a context manager, from several threads if need be."""

    def __init__(self, scratch: Path, *modules: str) -> None:
        self._scratch = scratch
        environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(_CLEAN)}
        environment |= {"PYTHONPATH": f"{TOP}:{TOP / 'tests'}", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, __file__, *modules]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, cwd=TOP
        )
        self._lock = threading.Lock()
        self._count = 0

    def __enter__(self) -> "Warm":
        assert self._read() == {"ready": True}
        return self

    def warm_up(self, module: str, *words: object) -> None:
        """Run a command in the process itself: what it loads on first use is there for all that come after."""
        answer = self._ask({"warm": {"module": module, "argv": [str(word) for word in words]}})
        assert answer == {"code": 0, "threads": 1}, answer

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, module: str, *words: object, death: Death | None = None, **more: Any) -> Ended:
        """Run a command to its end, or to its death."""
        return self.wait(self.start(module, *words, death=death, **more), death=death)

    def start(self, module: str, *words: object, death: Death | None = None, **more: Any) -> "Started":
        """Start a command.

        `more` may hold `env`, `cwd`, `user` (a number to become), `most_bytes` (of any one file), `count` (the touches)
        and `prelude` (module:function, called first).
        """
        with self._lock:
            self._count += 1
            out = self._scratch / f"command-{self._count}"
        inside = death is not None and death.kind == "touch"
        order = {
            "module": module,
            "argv": [str(word) for word in words],
            "out": str(out),
            "touch": death.touch if death is not None and inside else 0,
            "late": death.late if death is not None else False,
            "by": int(death.by) if death is not None else 0,
            "count": False,
            **more,
        }
        return Started(self._ask({"start": order})["pid"], out, time.monotonic())

    def wait(self, started: "Started", *, death: Death | None = None) -> Ended:
        """Wait for a command, and kill it when its time has come."""
        if death is not None and death.kind == "time":
            time.sleep(max(0.0, started.began_s + death.after_s - time.monotonic()))
            os.kill(started.pid, death.by)
        while (code := self._ask({"poll": started.pid})["code"]) is None:
            _wait_for_end(started.pid)
        lasts_s = time.monotonic() - started.began_s
        texts = [started.out.with_suffix(suffix) for suffix in (".out", ".err", ".touches")]
        out, err, touches = (path.read_text("utf-8", "replace") if path.exists() else "" for path in texts)
        for path in texts:
            path.unlink(missing_ok=True)
        return Ended(code, out, err, lasts_s, int(touches or 0))

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def _wait_for_end(pid: int) -> None:
    """Wait for a process that is another's child, where the kernel can tell; else for a moment."""
    if not hasattr(os, "pidfd_open"):
        time.sleep(0.02)
        return
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        try:
            select.select([descriptor], [], [])
        finally:
            os.close(descriptor)


@dataclass(frozen=True)
class Started:
    """A command under way."""

    pid: int
    out: Path
    began_s: float

    @property
    def has_ended(self) -> bool:
        """Whether it has ended; nobody has asked how yet."""
        state = Path(f"/proc/{self.pid}/stat")
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


def serve(modules: Sequence[str]) -> None:
    """Answer orders on stdin until it is closed; nothing here may start a thread."""
    for module in modules:
        importlib.import_module(module)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    ended: dict[int, int] = {}
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "warm" in order:
            command = importlib.import_module(order["warm"]["module"]).main
            reply: dict[str, Any] = {"code": command(order["warm"]["argv"]) or 0, "threads": threading.active_count()}
        elif "start" in order:
            reply = {"pid": _fork(order["start"])}
        else:
            reply = {"code": _poll(order["poll"], ended)}
        print(json.dumps(reply), file=answers, flush=True)


def _poll(pid: int, ended: dict[int, int]) -> int | None:
    if pid not in ended:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            ended[pid] = os.waitstatus_to_exitcode(status)
    return ended.pop(pid, None)


def _fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = _become(order)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(order: dict[str, Any]) -> int:
    os.setsid()
    place = Path(order["out"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, suffix in ((1, ".out"), (2, ".err")):
        os.dup2(os.open(place.with_suffix(suffix), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.environ.update(order.get("env", {}))
    os.chdir(order.get("cwd", TOP))
    if most_bytes := order.get("most_bytes"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    if user := order.get("user"):
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    if prelude := order.get("prelude"):
        module, _, name = prelude.partition(":")
        getattr(importlib.import_module(module), name)()
    from codec.command import exit_code_of  # noqa: PLC0415 - the process is forked for this

    sys.argv = [f"python -m {order['module']}", *order["argv"]]
    command: Callable[[Sequence[str] | None], int | None] = importlib.import_module(order["module"]).main
    if not order["count"] and not order["touch"]:
        return exit_code_of(command, order["argv"], program="mubpp")
    with _counting(order["touch"], late=order["late"], by=order["by"]) as count:
        code = exit_code_of(command, order["argv"], program="mubpp")
    place.with_suffix(".touches").write_text(str(count()))
    return code


@contextlib.contextmanager
def _counting(death: int, *, late: bool, by: int) -> Iterator[Callable[[], int]]:
    """Count the calls that touch disk or network, in every thread, and die at the one that is named."""
    count = [0, 0]
    when = "c_return" if late else "c_call"

    def watch(_frame: FrameType, event: str, call: Any) -> None:
        if event == when and getattr(call, "__name__", "") in TOUCHES:
            count[0] += 1
            if count[0] == death:
                os.kill(os.getpid(), by)

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        yield lambda: count[0]
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


if __name__ == "__main__":
    serve(sys.argv[1:])
