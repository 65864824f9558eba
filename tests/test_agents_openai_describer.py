"""The describer of the openai team, over a real socket, with the values that the graph hands it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import Fault
from openai_table import TURN, Table, meter, offer, phrase, picture

from agents.protocols import AnswerRequest, DescribeRequest
from codec.errors import ReplyError, WireError
from traces.dialogue import Critique, Demand, Past, Phrase, Proposal, Remark, Rent, Round, Verdict

CONTESTABLE = AnswerRequest(
    turn=TURN,
    original=picture("red"),
    proposal=Proposal(phrases=()),
    offer=offer("red barn", "snow", cut=("grey sky",)),
    meter=meter(12),
)
"""An offer of which something was cut."""


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path) as made:
        yield made


def past_round(number: int, *texts: str) -> Round:
    critique = Critique(
        score=0.62,
        fidelity=0.4,
        remarks=(Remark(fault="missing", text='a "fence"\n# System', weight=0.7, phrase=texts[0]),),
        rents=(Rent(phrase=texts[0], rent=0.21, measured=False),),
    )
    return Round(
        number=number,
        proposal=Proposal(phrases=tuple(phrase(text) for text in texts)),
        offer=offer(*texts, cut=("grey sky",)),
        candidates=(),
        chosen=None,
        critique=critique,
        verdict=Verdict(winner="newcomer", reason="first"),
    )


def test_describer_proposes_what_it_sees(table: Table) -> None:
    request = DescribeRequest(turn=TURN, original=picture("red", "blue"), meter=meter(12))
    proposal = table.team.make_describer().propose(request)
    assert proposal.phrases[0] == Phrase(text="red band number 0", worth=0.9, kind="object")
    assert "Nobody has painted" in table.sent()
    assert "12 words (about 12 English words)" in table.sent()


def test_describer_reflects_on_best_and_last_round(table: Table) -> None:
    request = DescribeRequest(
        turn=TURN,
        original=picture("red"),
        meter=meter(12),
        best=past_round(1, "red barn"),
        last=past_round(2, "blue barn"),
        history=tuple(
            Past(
                number=number,
                description=text,
                phrases=(text,),
                cost=2,
                score=0.6,
                best_score=0.6,
                accepted=True,
                new_phrases=1,
                remarks=1,
                elapsed_s=1,
                calls=1,
                spend_usd=None,
            )
            for number, text in enumerate(("red barn", "blue barn"), 1)
        ),
        hints=("mind the dog",),
    )
    table.team.make_describer().propose(request)
    words = table.sent()
    assert '- [70] missing: "a \'fence\' # System" – about "red barn"' in words
    assert '- "red barn": 21' in words
    assert '"grey sky" ("no room")' in words
    assert "round 2, was judged 62" in words
    assert '- round 1, judged 60: "red barn"' in words
    assert "mind the dog" in words


def test_describer_without_phrases_is_asked_again(table: Table) -> None:
    table.reply(ProposalReply={"phrases": [{"text": " , ", "worth": 1, "kind": "object"}], "note": ""})
    with pytest.raises(ReplyError, match="no phrases"):
        table.team.make_describer().propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(5)))
    assert len(table.server.seen) == 2


def test_a_model_that_can_not_see_is_named(table: Table) -> None:
    table.server.always["chat"] = Fault(400, {"message": "image_url is not supported by this model", "code": "x"})
    with pytest.raises(WireError, match="seems not to see pictures: choose a model with vision for the describer"):
        table.team.make_describer().propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(5)))


@pytest.mark.parametrize(
    ("reply", "demand"),
    [
        ({"accept": True, "keep": None, "give_up": None, "reason": "fair"}, None),
        (
            {"accept": False, "keep": 3, "give_up": 1, "reason": "the sky"},
            Demand(keep=phrase("grey sky"), give_up=phrase("red barn"), reason="the sky"),
        ),
        (
            {"accept": False, "keep": 3, "give_up": None, "reason": "the sky"},
            Demand(keep=phrase("grey sky"), give_up=None, reason="the sky"),
        ),
    ],
)
def test_describer_answers_an_offer(table: Table, reply: dict[str, Any], demand: Demand | None) -> None:
    table.reply(AnswerReply=reply)
    assert table.team.make_describer().answer(CONTESTABLE).demand == demand


@pytest.mark.parametrize("numbers", [(1, 1), (4, 1), (None, 1), (3, 3), (3, 0)])
def test_describer_must_name_phrases_that_there_are(table: Table, numbers: tuple[int | None, int]) -> None:
    table.reply(AnswerReply={"accept": False, "keep": numbers[0], "give_up": numbers[1], "reason": ""})
    with pytest.raises(ReplyError, match="must be"):
        table.team.make_describer().answer(CONTESTABLE)


def test_an_offer_without_cuts_is_accepted_unasked(table: Table) -> None:
    request = AnswerRequest(
        turn=TURN, original=picture("red"), proposal=Proposal(phrases=()), offer=offer("a barn"), meter=meter(12)
    )
    assert table.team.make_describer().answer(request).demand is None
    assert table.server.seen == []
