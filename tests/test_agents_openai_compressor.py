"""The compressor of the openai team, over a real socket, with the values that the graph hands it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai_table import TURN, Table, meter, phrase

from agents.protocols import CompressRequest
from codec.errors import ReplyError
from traces.dialogue import Demand, Proposal, Rent

PHRASES = (phrase("big red barn", 0.9), phrase("deep snow in front", 0.6), phrase("grey sky", 0.3))


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path) as made:
        yield made


def test_compressor_takes_everything_unasked_if_it_fits(table: Table) -> None:
    request = CompressRequest(turn=TURN, proposal=Proposal(phrases=PHRASES), meter=meter(9))
    assert table.team.make_compressor().offer(request).description == "big red barn, deep snow in front, grey sky"
    assert table.server.seen == []


def test_compressor_says_what_it_reworded_and_cut(table: Table) -> None:
    kept = [{"number": 1, "text": "red barn"}, {"number": 2, "text": "deep snow in front"}]
    table.reply(SqueezeReply={"kept": kept, "cut": [{"number": 3, "reason": "least"}], "note": "n"})
    made = table.team.make_compressor().offer(
        CompressRequest(
            turn=TURN,
            proposal=Proposal(phrases=PHRASES),
            meter=meter(6),
            rents=(Rent(phrase="grey sky", rent=-0.05, measured=False),),
            demand=Demand(keep=PHRASES[1], give_up=PHRASES[2], reason=""),
        )
    )
    assert made.description == "red barn, deep snow in front"
    assert [(cut.phrase.text, cut.reason) for cut in made.cut] == [("grey sky", "least")]
    assert made.note == "n; reworded 'big red barn' as 'red barn'"
    words = table.sent()
    assert "rent -5" in words
    assert 'insists on keeping "deep snow in front"' in words
    assert 'gives up "grey sky"' in words
    assert not any("image_url" in str(seen.body) for seen in table.server.seen)


def test_compressor_is_told_its_overshoot_and_then_overruled(table: Table) -> None:
    kept = [{"number": n, "text": one.text} for n, one in enumerate(PHRASES, 1)]
    table.reply(SqueezeReply={"kept": kept, "cut": [], "note": "all of it"})
    made = table.team.make_compressor().offer(
        CompressRequest(turn=TURN, proposal=Proposal(phrases=PHRASES), meter=meter(5))
    )
    assert len(table.server.seen) == 3
    assert "costs 9: 4 words too many" in table.sent(1)
    assert table.sent(2).count("4 words too many") == 2
    assert made.description == "big red barn, grey sky"
    assert made.cost == 5
    assert "dropped in code" in made.note


@pytest.mark.parametrize(
    "kept", [[], [{"number": 9, "text": "x"}], [{"number": 1, "text": " "}], [{"number": 1, "text": "x"}] * 2]
)
def test_compressor_must_make_sense(table: Table, kept: list[dict[str, Any]]) -> None:
    table.reply(SqueezeReply={"kept": kept, "cut": [], "note": ""})
    with pytest.raises(ReplyError):
        table.team.make_compressor().offer(
            CompressRequest(turn=TURN, proposal=Proposal(phrases=PHRASES), meter=meter(5))
        )
    assert len(table.server.seen) == 2
