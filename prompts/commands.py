"""The verbs of `python -m prompts`, from options to exit code; knows nothing of argparse's setup."""

import argparse
import difflib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from codec.command import make_printable
from codec.errors import FormatError, MubppError, StorageError, UsageError
from codec.files import write_whole
from codec.nearest import suggest
from codec.tokens import count_code_tokens
from prompts.contracts import CONTRACTS, find_task
from prompts.loader import DEFAULT_VARIANT, list_prompts, load_prompt, locate_prompt, split_name


def list_all(arguments: argparse.Namespace) -> int:
    """Print one line per prompt."""
    for name in list_prompts(folder=arguments.folder):
        try:
            prompt = load_prompt(name, folder=arguments.folder)
        except FormatError as error:
            print(f"{name:<18} can't be used: {error}")
            continue
        front = prompt.front
        print(f"{name:<18} v{front.version:<2} {prompt.sha256[:12]}  {', '.join(prompt.tasks)}: {front.description}")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print the parts of a prompt filled in with sample or given values, each with its token count."""
    prompt = load_prompt(arguments.name, folder=arguments.folder)
    if arguments.source:
        source = locate_prompt(arguments.name, folder=arguments.folder)
        print(make_printable(source.read_text(encoding="utf-8")), end="")
        return 0
    tasks = prompt.tasks if arguments.task is None else (arguments.task,)
    given = [_parse_setting(text) for text in arguments.set]
    known = {name for task in tasks for name in find_task(prompt.front.role, task=task).sample}
    for path, _ in given:
        if path[0] not in known:
            raise UsageError(f"{prompt.name} has no variable {path[0]!r}: {suggest(path[0], sorted(known))}")
    values = {task: _apply_settings(find_task(prompt.front.role, task=task).sample, given) for task in tasks}
    system = prompt.render("system") if "system" in prompt.parts else ""
    for task in tasks:
        contract = find_task(prompt.front.role, task=task)
        body = prompt.render(task, **values[task])
        tokens = count_code_tokens(f"{system}\n{body}")
        pictures = f", pictures: {', '.join(contract.pictures)}" if contract.pictures else ""
        print(f"== {prompt.name} / {task}: {contract.says}")
        print(f"   {tokens} llm_tokens of text (o200k_base, estimate){pictures}, reply: {contract.reply or 'none'}")
        if system:
            print(f"-- system\n{make_printable(system)}")
        print(f"-- user\n{make_printable(body)}\n")
    return 0


def _parse_setting(text: str) -> tuple[list[str], Any]:
    """Read NAME=VALUE; the value is JSON if it can be, else text."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"--set takes NAME=VALUE, not {text!r}")
    try:
        return name.split("."), json.loads(value)
    except json.JSONDecodeError:
        return name.split("."), value


def _apply_settings(sample: Mapping[str, Any], given: Sequence[tuple[list[str], Any]]) -> dict[str, Any]:
    """Lay given values over the sample; paths reach into mappings."""
    values = dict(sample)
    for path, value in given:
        if path[0] not in values:
            continue
        place = values
        for step in path[:-1]:
            inner = place.get(step)
            if not isinstance(inner, Mapping):
                raise UsageError(f"{'.'.join(path)}: {step!r} has nothing inside")
            place[step] = dict(inner)
            place = place[step]
        place[path[-1]] = value
    return values


def lint(arguments: argparse.Namespace) -> int:
    """Load every prompt, fill it in with the samples, and print what is wrong."""
    names = arguments.names or list_prompts(folder=arguments.folder)
    wrong = 0
    for name in names:
        try:
            prompt = load_prompt(name, folder=arguments.folder)
            for part in prompt.parts:
                sample = CONTRACTS[prompt.front.role][part].sample if part != "system" else {}
                prompt.render(part, **sample)
        except MubppError as error:
            wrong += 1
            print(f"{name}: {error}")
    missing = [role for role in CONTRACTS if role not in list_prompts(folder=arguments.folder)]
    for role in missing:
        wrong += 1
        print(f"{role}: there is no default prompt")
    print(f"{len(names)} prompts checked, {wrong or 'none'} wrong")
    return FormatError.exit_code if wrong else 0


def diff(arguments: argparse.Namespace) -> int:
    """Print a unified diff; exit code 1 if the files differ, as diff does."""
    sides = []
    for name in (arguments.old, arguments.new):
        load_prompt(name, folder=arguments.folder)
        path = locate_prompt(name, folder=arguments.folder)
        sides.append((path.name, path.read_text(encoding="utf-8").splitlines(keepends=True)))
    (old_name, old), (new_name, new) = sides
    lines = list(difflib.unified_diff(old, new, fromfile=old_name, tofile=new_name))
    sys.stdout.writelines(lines)
    return 1 if lines else 0


def new(arguments: argparse.Namespace) -> int:
    """Copy a prompt under a new name, ready to be edited."""
    role, variant = split_name(arguments.name)
    if variant == DEFAULT_VARIANT:
        raise UsageError(f"a new prompt needs a variant's name: {role}.SOMETHING")
    origin = arguments.origin or role
    source = locate_prompt(origin, folder=arguments.folder)
    if split_name(origin)[0] != role:
        raise UsageError(f"{arguments.name} can't start from {origin}: another role has other tasks")
    load_prompt(origin, folder=arguments.folder)
    target = (arguments.folder or source.parent) / f"{role}.{variant}.md"
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"^variant = .*\n", "", text, count=1, flags=re.MULTILINE)
    text = re.sub(r'^(role = ".*"\n)', rf'\1variant = "{variant}"\n', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^version = .*$", "version = 1", text, count=1, flags=re.MULTILINE)
    if target.exists():
        raise StorageError(f"{target} exists already")
    write_whole(target, text.encode())
    print(target)
    return 0
