"""What calls used and what that costs; an unknown price is unknown, never zero; must not know who called."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codec.errors import UsageError
from codec.toml import parse_toml

Price = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
"""USD per million tokens."""

_DATED: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")


_MOST_TOKENS: Final = 10**9
"""No answer ever used so many; a server that says more says nothing."""


class ModelPrice(BaseModel):
    """The prices of one model in USD per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Price
    cached_input: Price | None = None
    """None: as dear as fresh input."""
    cache_write: Price | None = None
    """None: as dear as fresh input."""
    output: Price
    """For image models: of text output, reasoning included."""
    image_input: Price | None = None
    """None: as dear as text."""
    image_output: Price | None = None
    """None: as dear as text."""

    @property
    def free(self) -> bool:
        """Whether nothing costs anything, as on one's own machine."""
        return not any((self.input, self.cached_input, self.output, self.image_input, self.image_output))


class PriceTable(BaseModel):
    """Prices by model name, and the day on which they were read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: datetime.date
    prices: dict[str, ModelPrice]

    def find(self, name: str) -> ModelPrice | None:
        """Find a model's price; a dated snapshot costs what its family does; None: unknown."""
        return self.prices.get(name) or self.prices.get(_DATED.sub("", name))


class Usage(BaseModel):
    """Tokens that one answer reports; None where the server does not say. These are llm_tokens, not code_tokens."""

    model_config = ConfigDict(frozen=True)

    input_tokens: int | None = None
    """All input, cached and pictures included."""
    cached_input_tokens: int = 0
    cache_write_tokens: int = 0
    image_input_tokens: int = 0
    output_tokens: int | None = None
    """All output, reasoning and pictures included."""
    reasoning_tokens: int = 0
    image_output_tokens: int = 0


def load_prices(path: Path | None = None) -> PriceTable:
    """Read the table that comes with the package and lay the user's over it.

    Raises UsageError if the user's file can't be read or is not a price table.
    """
    own = (resources.files("agents.openai") / "prices.toml").read_text(encoding="utf-8")
    table = PriceTable.model_validate(parse_toml(own))
    if path is None:
        return table
    try:
        override = PriceTable.model_validate(parse_toml(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"can't read the price table {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the price table {path} is not TOML: {error}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise UsageError(f"the price table {path} is wrong at {where}: {fault['msg']}") from error
    return PriceTable(as_of=override.as_of, prices={**table.prices, **override.prices})


def read_usage(answer: Mapping[str, Any]) -> Usage:
    """Read the usage out of a chat or image answer; what is absent or absurd stays None or 0."""
    usage = answer.get("usage")
    if not isinstance(usage, Mapping):
        return Usage()
    # Chat answers say prompt and completion, image answers input and output.
    is_image = "input_tokens" in usage
    given = _mapping(usage, "input_tokens_details" if is_image else "prompt_tokens_details")
    made = _mapping(usage, "output_tokens_details" if is_image else "completion_tokens_details")
    output = _count(usage, "output_tokens" if is_image else "completion_tokens")
    # An image answer without details has nothing but the picture in its output.
    image_output = _count(made, "image_tokens") if made else (output if is_image else 0)
    return Usage(
        input_tokens=_count(usage, "input_tokens" if is_image else "prompt_tokens"),
        cached_input_tokens=_count(given, "cached_tokens") or 0,
        cache_write_tokens=_count(given, "cache_write_tokens") or 0,
        image_input_tokens=_count(given, "image_tokens") or 0,
        output_tokens=output,
        reasoning_tokens=_count(made, "reasoning_tokens") or 0,
        image_output_tokens=image_output or 0,
    )


def _mapping(source: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Read a nested object; anything else counts as absent."""
    value = source.get(name)
    return value if isinstance(value, Mapping) else {}


def _count(source: Mapping[str, Any], name: str) -> int | None:
    """Read a token count; a negative one, an absurd one, or no number counts as absent."""
    value = source.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def price_usage(usage: Usage, price: ModelPrice | None) -> float | None:
    """Price what an answer used, in USD; None: the price or the usage is unknown."""
    if price is None:
        return None
    if price.free:
        return 0.0
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    fresh = max(usage.input_tokens - usage.cached_input_tokens - usage.cache_write_tokens, 0)
    # Only image models price pictures apart; a chat model's pictures are part of its ordinary input.
    pictures = min(usage.image_input_tokens, fresh) if price.image_input is not None else 0
    drawn = min(usage.image_output_tokens, usage.output_tokens)
    parts = (
        (fresh - pictures, price.input),
        (usage.cached_input_tokens, _or(price.cached_input, price.input)),
        (usage.cache_write_tokens, _or(price.cache_write, price.input)),
        (pictures, _or(price.image_input, price.input)),
        (usage.output_tokens - drawn, price.output),
        (drawn, _or(price.image_output, price.output)),
    )
    return sum(count * rate for count, rate in parts) / 1e6


def _or(price: float | None, default: float) -> float:
    """Fall back to another price where there is none; zero is a price."""
    return default if price is None else price
