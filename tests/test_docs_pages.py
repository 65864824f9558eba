"""README and docs against the program: commands parse, files exist, names and defaults are those of the code."""

import argparse
import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from codec.budget import ACCEPTED, parse_budget
from codec.command import options_of
from graph.policies import POLICIES
from graph.stopping import DEFAULT, parse_policies
from lab.console import COMMANDS
from lab.console import make_parser as make_whole

TOP = Path(__file__).parent.parent
PAGES = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
README = (TOP / "README.md").read_text("utf-8")
PACKAGE = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
OTHER_OPTIONS = {"--help", "--ROLE-api-key"}
"""One that every parser has, and one that stands for four."""
IGNORED_FOLDERS = {"build", "mubpp.egg-info", "dist", "experiments", "htmlcov"}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands_of(page: Path) -> Iterator[str]:
    """Find every command line in a page's shell blocks, one by one."""
    for language, block in BLOCK.findall(page.read_text("utf-8")):
        if language not in {"", "sh", "bash", "console"}:
            continue
        text = re.sub(r"\\\n\s*", " ", block)
        lines = (
            [line[2:] for line in text.splitlines() if line.startswith("$ ")]
            if language == "console"
            else text.splitlines()
        )
        for line in lines:
            for command in re.split(r" (?:&&|\|) ", re.sub(r"(\s|^)#.*$", "", line)):
                if command.strip():
                    yield command.strip().removesuffix("&").strip()


def is_shell(page: Path) -> bool:
    return page.name != "format.md"  # its blocks are bits


COMMAND_LINES = [
    pytest.param(page, command, id=f"{page.name}: {command}"[:90])
    for page in PAGES
    if is_shell(page)
    for command in commands_of(page)
    if re.match(r"(\w+=\S* +)*(mubpp|(\S*/)?python3?|(\S*/)?pip|export|\./|git)\b", command)
]


@cache
def parser_of(module: str) -> argparse.ArgumentParser:
    try:
        return importlib.import_module(f"{module}.__main__").make_parser()
    except ModuleNotFoundError:
        return importlib.import_module(module).make_parser()


@cache
def whole() -> argparse.ArgumentParser:
    return make_whole()


def pytest_parser() -> argparse.ArgumentParser:
    """Know what the pages say to pytest; anything else is an error."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("-n", type=int)
    parser.add_argument("--dist", choices=["load", "loadfile", "worksteal"])
    parser.add_argument("--soak", action="store_true")
    parser.add_argument("--live", action="store_true")
    return parser


def check_words(words: list[str]) -> None:
    """Check one command line; anything unknown fails."""
    while words and re.fullmatch(r"\w+=.*", words[0]):
        words = words[1:]
    program, *rest = words
    if ">" in rest:
        rest = rest[: rest.index(">")]
    if program == "mubpp":
        whole().parse_args(rest)
    elif Path(program).name == "pip":
        check_pip(rest)
    elif Path(program).name in {"python", "python3"} and rest[0] == "-m":
        module, *options = rest[1:]
        if module not in {"venv", "pytest", "http.server"}:
            parser_of(module).parse_args(options)
        elif module == "pytest":
            assert all((TOP / path).exists() for path in pytest_parser().parse_args(options).paths)
    elif Path(program).name in {"python", "python3"}:
        assert (TOP / rest[0]).is_file()
    else:
        assert program == "export", program


def check_pip(words: list[str]) -> None:
    assert words[0] == "install"
    for word in words[1:]:
        if extra := re.fullmatch(r"(?:\.|mubpp)\[([\w,]+)\]", word):
            assert set(extra[1].split(",")) <= set(PACKAGE["optional-dependencies"])
        elif word.startswith(("./", "constraints")):
            assert (TOP / word).exists()
        else:
            assert word in {".", "mubpp", "-c", "-q", "--no-compile"}, word


def test_there_are_commands_to_check():
    assert len(COMMAND_LINES) > 40


@pytest.mark.parametrize(("page", "command"), COMMAND_LINES)
def test_a_documented_command_is_one_that_the_program_takes(page, command, capsys):
    try:
        check_words(shlex.split(command))
    except SystemExit:
        pytest.fail(f"{page.name}: {command}: {capsys.readouterr().err}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page):
    for name in re.findall(
        r"`((?:codec|sketch|prompts|traces|agents|graph|lab|tests|benchmarks|docs|examples)/[\w./-]+)`",
        page.read_text("utf-8"),
    ):
        if not name.startswith("traces/runs"):
            assert (TOP / name).exists(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_that_are_named_exist(page):
    known = set(options_of(whole())) | OTHER_OPTIONS
    for script in [*(TOP / "benchmarks").glob("*.py"), *(TOP / "tests").rglob("*.py"), *TOP.glob("*/train*.py")]:
        known |= set(re.findall(r"""add(?:_argument|option)\(\s*"(--[a-z-]+)\"""", script.read_text("utf-8")))
    text = BLOCK.sub("", page.read_text("utf-8"))
    for option in re.findall(r"`[^`\n]*?(?<![\w-])(--[a-z][a-z-]+)", text):
        hidden = re.sub(r"^--(describer|compressor|renderer|critic)-", "--", option)
        assert option in known or hidden in known, option


def test_every_page_is_in_the_index():
    (index,) = re.findall(r"^The docs: .*?\n\n", README, re.MULTILINE | re.DOTALL)
    named = re.findall(r"\]\((docs/[\w-]+\.md)\)", index)
    assert sorted(named) == sorted(str(page.relative_to(TOP)) for page in PAGES if page.parent.name == "docs")


def test_the_folders_are_those_of_the_house():
    (tree,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    named = [line.split("/")[0] for line in tree.splitlines()]
    there = {
        path.name
        for path in TOP.iterdir()
        if path.is_dir() and not path.name.startswith((".", "_")) and path.name not in IGNORED_FOLDERS
    }
    assert set(named) == there
    order = ["codec", "sketch", "prompts", "traces", "agents", "graph", "lab"]
    assert [name for name in named if name in order] == order


def test_the_table_of_policies_is_the_programs():
    page = (TOP / "docs" / "stopping.md").read_text("utf-8")
    table = page[page.index("| policy | stops |") : page.index("The default is")]
    written = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    assert [parse_policies(text)[0].name for text in written] == list(POLICIES)


@pytest.mark.parametrize("name", ["README.md", "docs/stopping.md"])
def test_the_default_policies_are_the_programs(name):
    text = " ".join((TOP / name).read_text("utf-8").split())
    assert re.findall(r"The default is `([^`]+)`", text) == [DEFAULT]


def test_the_readme_names_every_policy_and_unit():
    text = " ".join(README.split())
    (sentence,) = re.findall(r"any one of them ends the run: ([^.]*)\.", text)
    assert re.findall(r"`([^`]+)`", sentence) == list(POLICIES)
    for example in re.split(r", | or ", ACCEPTED):
        assert parse_budget(example)
        assert f"`{example}`" in README


def test_the_readme_names_the_extras_nowhere_wrong():
    for page in PAGES:
        for extra in re.findall(r"mubpp\[([\w,]+)\]", page.read_text("utf-8")):
            assert set(extra.split(",")) <= set(PACKAGE["optional-dependencies"])


def test_every_command_of_the_readme_is_one_of_the_consoles():
    assert set(re.findall(r"^mubpp (\w+)", README, re.MULTILINE)) <= set(COMMANDS)


def test_the_fresh_commands_stand_where_the_gate_reads_them():
    for which, word in {"run": "graph.run", "test": "pytest"}.items():
        (command,) = re.findall(rf"<!-- fresh: {which} -->\n```\n(.*)\n```\n", README)
        assert word in command
        assert "constraints.txt" in command
