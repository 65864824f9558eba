"""The replies that models are asked for, as schemas; numbers are whole percentages, which models give more evenly.

Every field is required and ranges are in the schema, so that servers with strict structured output can enforce them;
they are checked again here, because not all do.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from traces.dialogue import Kind


def _refuse_words(value: object) -> object:
    """Take numbers for numbers and nothing else: a score in quotes, or `true`, is a reply gone astray."""
    if isinstance(value, str | bool):
        raise ValueError("a number is wanted")
    return value


Percent = Annotated[int, Field(ge=0, le=100), BeforeValidator(_refuse_words)]
Points = Annotated[int, Field(ge=-100, le=100), BeforeValidator(_refuse_words)]


class Reply(BaseModel):
    """What a model says; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SaidPhrase(Reply):
    """One phrase of a proposal."""

    text: str
    worth: Percent
    kind: Kind


class ProposalReply(Reply):
    """The describer's phrases, in drawing order."""

    phrases: list[SaidPhrase]
    note: str


class AnswerReply(Reply):
    """The describer's word on an offer."""

    accept: bool
    keep: int | None
    give_up: int | None
    reason: str


class SaidKept(Reply):
    """A phrase kept, by its number, in its final words."""

    number: int
    text: str


class SaidCut(Reply):
    """A phrase cut, by its number."""

    number: int
    reason: str


class SqueezeReply(Reply):
    """The compressor's choice."""

    kept: list[SaidKept]
    cut: list[SaidCut]
    note: str


class SaidAspects(Reply):
    """Scores per aspect."""

    objects: Percent
    layout: Percent
    colour: Percent
    style: Percent
    text: Percent | None


class SaidBox(Reply):
    """A place in a picture, in percent of its width and height from the top left corner."""

    x0: Percent
    y0: Percent
    x1: Percent
    y1: Percent


class SaidRemark(Reply):
    """One difference."""

    fault: Literal["missing", "wrong", "invented", "wasted"]
    text: str
    weight: Percent
    phrase: int | None
    box: SaidBox | None


class SaidRent(Reply):
    """What a phrase earned, in points of the score."""

    number: int
    rent: Points


class CritiqueReply(Reply):
    """The critic's word on one picture."""

    aspects: SaidAspects
    remarks: list[SaidRemark]
    rents: list[SaidRent]
    note: str


class CompareReply(Reply):
    """The critic's word on two pictures."""

    nearer: Literal["first", "second", "neither"]
    reason: str


SCHEMAS: dict[str, type[Reply]] = {
    schema.__name__: schema for schema in (ProposalReply, AnswerReply, SqueezeReply, CritiqueReply, CompareReply)
}
"""Schemas by the names that prompt files give."""
