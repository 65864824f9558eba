"""What the client library knows of a chat model by its name; asks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agents.openai.settings import NO_KEY


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a chat model can do, as far as its name tells."""

    sees: bool | None
    """Whether it takes pictures; None: unknown."""
    schemas: bool | None
    """Whether it answers by a schema; None: unknown."""


def read_profile(chat: str) -> Profile:
    """Look a chat model up in the table that langchain-openai brings along."""
    known = cast("Mapping[str, Any]", ChatOpenAI(model=chat, api_key=SecretStr(NO_KEY)).profile or {})
    return Profile(sees=known.get("image_inputs"), schemas=known.get("structured_output"))
