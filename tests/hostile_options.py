"""What a hostile person writes: budgets, policies, knobs, TOML that almost make sense; and the rules for them."""

import contextlib
import copy
import io
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from agents.sketch.knobs import read_knobs
from agents.wire.prices import Usage, load_prices, price_usage
from codec.budget import parse_budget
from codec.command import exit_code_of, say_error
from codec.errors import MubppError
from graph.policies import POLICIES
from graph.stopping import parse_policies, read_policies
from lab.prompts.experiment import find_images, load_experiment, make_variants
from tests.hostile_files import NASTY_NUMBERS, NASTY_TEXTS, mutate_bytes
from traces.arguments import parse_rounds, parse_span, split_round
from traces.dialogue import Past

_DIGITS = st.sampled_from(
    ["0", "1", "30", "9" * 30, "9" * 5000, "1e308", "1e-999", "٣", "0.5", ".5", "5.", "1_0", "1,0"]
)
_NUMBERS = _DIGITS | st.integers().map(str) | st.floats().map(str)
_GAPS = st.sampled_from(["", " ", "\t", "\u2003", "-", "\x00"])
_ODD = st.text(max_size=40) | st.sampled_from(NASTY_TEXTS)
_UNITS = st.sampled_from(
    ["tokens", "TOKEN", "words", "chars", "bits", "bytes", "µbpp", "μbpp", "ubpp", "tok\u0301", "ß"]
)

budgets = st.tuples(_NUMBERS, _GAPS, _UNITS | _ODD).map("".join) | _ODD
_ARGUMENTS = st.lists(_NUMBERS, max_size=3).map(":".join)
_SUFFIXES = st.sampled_from(["", "usd", "s", "min", "h", "$", "%"])
_POLICY = st.tuples(
    st.sampled_from([*POLICIES, "Rounds", "platau", ""]), st.sampled_from(["=", "==", ""]), _ARGUMENTS, _SUFFIXES
)
policies = st.lists(_POLICY.map("".join) | _ODD, max_size=4).map(",".join)
_KNOB = st.tuples(
    st.sampled_from(["width", "remarks", "lexicon", "colour", "weights", "", "layout"]), st.just("="), _NUMBERS | _ODD
)
knobs = st.lists(_KNOB.map("".join) | _ODD, max_size=4).map("&".join)
spans = st.tuples(_NUMBERS, _GAPS, st.sampled_from(["s", "min", "h", "d", "w", "y", ""])).map("".join) | _ODD
rounds = st.lists(st.tuples(_NUMBERS, st.sampled_from(["", "-"]), _NUMBERS).map("".join), max_size=3)

PAST = tuple(
    Past(
        number=number, description="x", phrases=("x",), cost=1.0, score=None if number == 1 else 0.4, best_score=0.4,
        accepted=number == 0, new_phrases=0, remarks=1, elapsed_s=1.0, calls=number, spend_usd=None,
    )
    for number in range(3)
)  # fmt: skip


@contextlib.contextmanager
def refused_in_one_line() -> Iterator[None]:
    """Let something be read, or be refused with a word; names in a file may break its line, which `say_error` mends."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            yield
        except MubppError as error:
            say_error(str(error), program="mubpp")
    assert len(said.getvalue().splitlines()) in {0, 1}
    assert said.getvalue().strip() != "mubpp:"


def check_budget(text: str) -> None:
    """Hold a text to be a budget that is written as it is read, or refused."""
    with refused_in_one_line():
        budget = parse_budget(text)
        assert budget.amount > 0
        assert parse_budget(str(budget)) == budget


def check_policies(text: str) -> None:
    """Hold a text to be policies that are written as they are read, and can be asked, or refused."""
    with refused_in_one_line():
        found = parse_policies(text)
        assert parse_policies(",".join(map(str, found))) == found
        for length in range(len(PAST) + 1):
            readings, _ = read_policies(found, PAST[:length])
            assert len(readings) == len(found)


def check_knobs(text: str) -> None:
    """Hold a text to be knobs within their bounds, or refused."""
    with refused_in_one_line():
        found = read_knobs(text)
        assert 1 <= found.width <= 4
        assert 0 <= found.remarks <= 12
        assert 0 <= found.weigh(dict.fromkeys(found.weights, 0.5)) <= 1


def check_spans(span: str, numbers: list[str]) -> None:
    """Hold texts to be a time span and rounds of a trace, or refused."""
    split_round(span)
    with refused_in_one_line():
        assert parse_span(span) >= 0
    with refused_in_one_line():
        parse_rounds(numbers)


TEAM: Mapping[str, Any] = {
    "openai": {
        "base_url": "http://127.0.0.1:9/v1",
        "api_key": "sk-0",
        "chat": "gpt-6.1-terra",
        "structured": "schema",
        "detail": "low",
        "picture_side": 512,
        "temperature": 0.5,
        "max_output_tokens": 900,
        "image_sizes": "512x512,768x512",
        "chat_timeout_s": 9.5,
        "critic": {"chat": "gpt-6-luna", "prompt": "terse", "base_url": "http://127.0.0.1:8/v1"},
        "renderer": {"image_model": "gpt-image-2.6-flare", "image_quality": "low"},
    }
}
"""A file for `--config`."""
PRICES: Mapping[str, Any] = {
    "as_of": "2026-11-01",
    "prices": {
        "local": {"input": 0.0, "output": 0.0},
        "gpt-6-luna": {"input": 1.25, "cached_input": 0.125, "output": 10.0, "image_output": 40.0},
    },
}
"""A file for `--prices`."""
EXPERIMENT: Mapping[str, Any] = {
    "name": "a",
    "images": ["x.png", "*.jpg"],
    "repeats": 2,
    "budgets": ["9words", "30tokens"],
    "prompts": {"critic": ["default", "terse"]},
    "players": {"describer": ["sketch:width=2", "sketch"]},
    "seeds": [1, 2],
    "haggles": [0, 1],
    "stop": "rounds=2",
    "options": ["--rpm", "30"],
    "baseline": {"seeds": "2"},
}
"""A file for `lab.prompts`."""


def spell_toml(table: Mapping[str, Any]) -> str:
    """Write a TOML document; what TOML has no word for is written anyway."""
    return "".join(f"{json.dumps(key, ensure_ascii=False)} = {_spell(value)}\n" for key, value in table.items())


def _spell(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)} = {_spell(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_spell, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("NaN", "nan").replace("Infinity", "inf")


def mutate_toml(table: Mapping[str, Any], chance: random.Random) -> bytes:
    """Change one to three values of a document, their names or their kinds; sometimes its bytes as well."""
    changed: dict[str, Any] = copy.deepcopy(dict(table))
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(_places(changed)))
        match chance.randrange(6):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[chance.choice([*NASTY_TEXTS, f"{key}s", "api_key"])] = holder[key]
            case 2:
                holder[key] = [holder[key]]
            case 3:
                holder[key] = {"a": holder[key]}
            case _:
                odd = (*NASTY_TEXTS, *NASTY_NUMBERS, True, [], {}, ["\0"], float("nan"), float("inf"))
                holder[key] = chance.choice(odd)
        if not any(_places(changed)):
            break
    data = spell_toml(changed).encode("utf-8", "surrogatepass")
    return mutate_bytes(data, chance) if chance.random() < 0.2 else data


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *_places(value[key]))]


def check_prices(path: Path, chance: random.Random) -> None:
    """Read a mutated table of prices as `--prices` does."""
    path.write_bytes(mutate_toml(PRICES, chance))
    with refused_in_one_line():
        table = load_prices(path)
        for name in ("local", "gpt-6-luna", *NASTY_TEXTS):
            price = price_usage(Usage(input_tokens=9, cached_input_tokens=3, output_tokens=5), table.find(name))
            assert price is None or 0 <= price < float("inf")


def check_experiment(path: Path) -> None:
    """Read an experiment as `lab.prompts run` does, as far as its pictures."""

    def read(_words: object) -> int:
        experiment = load_experiment(path)
        for variant in make_variants(experiment):
            variant.options()
            list(variant.prompts())
        find_images(experiment, home=path.parent)
        return 0

    with contextlib.redirect_stderr(io.StringIO()) as said:
        assert exit_code_of(read, program="mubpp") in {0, 2}
    assert len(said.getvalue().splitlines()) in {0, 1}
