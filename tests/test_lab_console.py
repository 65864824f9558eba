import argparse
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import shtab

from codec.command import exit_code_of
from lab.console import COMMANDS, main, make_parser
from traces.__main__ import COMMANDS as TRACES

TOP = Path(__file__).parent.parent
SLOW = {
    "PIL", "fsspec", "httpx", "httpx2", "jinja2", "langchain_core", "langchain_openai", "langgraph", "langsmith",
    "matplotlib", "numpy", "openai", "pyarrow", "pydantic", "ray", "rich", "tiktoken",
}  # fmt: skip
"""What help must not wait for."""


def say(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = exit_code_of(main, list(words), program="mubpp")
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return code, out.getvalue(), err.getvalue()


def parsers(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Walk through a parser and its subcommands."""
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from parsers(inner, *path, name)


@pytest.fixture(scope="module")
def whole() -> argparse.ArgumentParser:
    return make_parser()


def test_help_names_every_command_and_an_example():
    code, out, _ = say("--help")
    assert code == 0
    for name, (_, says) in COMMANDS.items():
        assert re.search(rf"^ +{name}\s+{says.split()[0]}", out, re.MULTILINE), name
    assert "mubpp run photo.jpg --budget 30tokens" in out
    assert say()[1] == out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_speaks_of_the_command_as_it_was_called(name):
    code, out, _ = say(name, "--help")
    assert code == 0
    assert out.startswith(f"usage: mubpp {name} ")
    assert re.search(rf"^  mubpp {name}\b", out, re.MULTILINE), "no example"
    assert "python -m" not in out


def test_every_subcommand_has_an_example_and_every_example_parses(whole):
    seen = 0
    for path, _ in parsers(whole):
        help_text = say(*path, "--help")[1]
        examples = re.findall(r"^  (mubpp .*)$", help_text.partition("\nexample")[2], re.MULTILINE)
        assert examples, path
        for line in examples:
            words = shlex.split(re.split(r" [>|] ", line)[0])[1:]
            assert words[: len(path)] == list(path) or path == ("traces", "replay"), (path, line)
            whole.parse_args(words)
            seen += 1
    assert seen > 40


def test_a_misspelt_command_subcommand_option_or_value_is_guessed():
    for words, meant in {
        ("rnu",): "run",
        ("traces", "lst"): "list",
        ("traces", "list", "--stauts", "x"): "--status",
        ("run", "a.png", "--dispaly", "full"): "--display",
        ("run", "a.png", "--display", "fulll"): "full",
        ("run", "a.png", "--preset", "papper"): "paper",
        ("prompts", "shw"): "show",
        ("codec", "ledgr", "x"): "ledger",
        ("draw", "drw", "x"): "draw",
        ("batch", "a.png", "--engine", "thread"): "threads",
        ("experiment", "reprt"): "report",
        ("experiment", "report", "x.toml", "--metric", "scor"): "score",
        ("completion", "bsh"): "bash",
    }.items():
        code, _, err = say(*words)
        assert code == 2, words
        assert f"did you mean {meant}?" in err, (words, err)
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["--budget", "30tokns"], "30tokens"),
        (["--stop", "platau=2"], "plateau=2:0.01"),
        (["--team", "skethc"], "sketch"),
        (["--critic", "opnai"], "openai"),
        (["--detail", "hihg"], "high"),
        (["--cache", "refersh"], "refresh"),
        (["--prompt", "critc=terse"], "critic"),
        (["--team", "openai", "--prompt", "critic=ters"], "critic.terse"),
    ],
)
def test_a_misspelt_value_of_a_closed_set_is_guessed(words, meant):
    code, _, err = say("run", str(TOP / "examples" / "rocket.jpg"), "--explain", *words)
    assert code == 2
    assert f"did you mean {meant}?" in err


@pytest.mark.parametrize("shell", shtab.SUPPORTED_SHELLS)
def test_completion_scripts_know_every_command_and_option(shell):
    code, out, err = say("completion", shell)
    assert (code, err) == (0, "")
    for name in COMMANDS:
        assert name in out
    assert "budget" in out
    assert "python -m" not in out


def test_bash_takes_the_script_and_completes():
    script = say("completion", "bash")[1]
    ask = """
    complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMPREPLY=(); _shtab_mubpp; echo "${COMPREPLY[@]}"; }
    complete_line mubpp dec
    complete_line mubpp run --budg
    complete_line mubpp run x.png --display pl
    complete_line mubpp traces sho
    """
    done = subprocess.run(["bash", "-c", script + ask], capture_output=True, text=True, check=True, timeout=60)
    assert [line.strip() for line in done.stdout.splitlines()] == ["decode", "--budget", "plain", "show"]


@pytest.mark.parametrize("words", ["", *COMMANDS, *(f"traces {name}" for name in TRACES), "experiment run"])
def test_help_waits_for_nothing_that_a_command_needs(words):
    """Times are for `benchmarks.startup`; what takes them is what is imported."""
    code = f"""
import sys
from lab.console import main
try:
    main("{words} --help".split())
except SystemExit:
    pass
print(sorted({SLOW!r} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout.startswith("usage: mubpp")


def test_decoding_loads_the_coder_and_the_painter_alone(tmp_path):
    """No HTTP client, no state machine, no models of settings, no eye."""
    code = f"""
import sys
from codec.mub import MubFile, save_mub
from graph.decode import main
from pathlib import Path
save_mub(MubFile("a red barn, snow below"), path=Path({str(tmp_path / "a.mub")!r}))
assert main([{str(tmp_path / "a.mub")!r}]) == 0
slow = {SLOW - {"numpy", "PIL"} | {"sketch.eye", "agents.protocols", "traces.dialogue"}!r}
print(sorted(slow & set(sys.modules)))
print(sorted(name.removeprefix("PIL.") for name in sys.modules if name.startswith("PIL.") and "Plugin" in name))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["[]", "['PngImagePlugin']"]
    assert (tmp_path / "a.png").exists()
