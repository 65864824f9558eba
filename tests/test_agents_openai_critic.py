"""The critic of the openai team, over a real socket, with the values that the graph hands it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import Fault
from openai_table import TURN, Table, compare, offer, picture

from agents.openai.critic import weigh_aspects
from agents.openai.replies import SaidAspects
from agents.protocols import CritiqueRequest
from codec.errors import ReplyError
from traces.dialogue import Critique

ASPECTS = {"objects": 80, "layout": 60, "colour": 40, "style": 100, "text": None}


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path) as made:
        yield made


def critique(table: Table, **changes: Any) -> Critique:
    reply: dict[str, Any] = {"aspects": ASPECTS, "remarks": [], "rents": [], "note": "n", **changes}
    table.reply(CritiqueReply=reply)
    request = CritiqueRequest(
        turn=TURN, original=picture("red"), picture=picture("blue"), offer=offer("red barn", "snow"), fidelity=0.43
    )
    return table.team.make_critic().critique(request)


def test_critic_scores_aspects_ties_remarks_and_prices_phrases(table: Table) -> None:
    remark = {
        "fault": "wrong",
        "text": "a\n barn",
        "weight": 40,
        "phrase": 1,
        "box": {"x0": 90, "y0": 0, "x1": 10, "y1": 50},
    }
    light = {"fault": "wasted", "text": "tiny", "weight": 5, "phrase": None, "box": None}
    heavy = {"fault": "missing", "text": "a dog", "weight": 90, "phrase": None, "box": None}
    made = critique(
        table,
        remarks=[remark, light, heavy],
        rents=[{"number": 2, "rent": -7}, {"number": 1, "rent": 30}],
    )
    assert made.score == pytest.approx((0.35 * 0.8 + 0.25 * 0.6 + 0.2 * 0.4 + 0.15 * 1.0) / 0.95)
    assert made.fidelity == 0.43
    assert made.aspects == {"objects": 0.8, "layout": 0.6, "colour": 0.4, "style": 1.0}
    assert [(one.text, one.phrase) for one in made.remarks] == [("a dog", None), ("a barn", "red barn")]
    assert made.remarks[1].box is not None
    assert (made.remarks[1].box.x0, made.remarks[1].box.x1) == (0.1, 0.9)
    assert [(one.phrase, one.rent, one.measured) for one in made.rents] == [
        ("red barn", 0.3, False),
        ("snow", -0.07, False),
    ]
    assert "a likeness of 43 of 100" in table.sent()


def test_letters_count_where_there_are_any() -> None:
    full = dict.fromkeys(ASPECTS, 100)
    assert weigh_aspects(SaidAspects.model_validate({**full, "text": 0})) == pytest.approx(0.95)
    assert weigh_aspects(SaidAspects.model_validate(full)) == 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"rents": [{"number": 3, "rent": 1}]},
        {"rents": [{"number": 1, "rent": 1}] * 2},
        {"rents": [{"number": 1, "rent": 101}]},
        {"aspects": {**ASPECTS, "colour": -1}},
        {"remarks": [{"fault": "wrong", "text": "x", "weight": 10, "phrase": 0, "box": None}]},
        {"remarks": [{"fault": "ugly", "text": "x", "weight": 10, "phrase": 1, "box": None}]},
    ],
)
def test_a_critique_that_makes_no_sense_is_not_used(table: Table, changes: dict[str, Any]) -> None:
    with pytest.raises(ReplyError):
        critique(table, **changes)
    assert len(table.server.seen) == 2


def test_judge_sees_both_orders_at_once_and_decides_by_likeness(table: Table) -> None:
    table.server.always["chat"] = Fault(wait_s=0.3)
    assert compare(table, picture("green"), picture("red", "blue")).winner == "newcomer"
    assert compare_orders(table) == {"compare", "compare.swapped"}
    assert table.server.most_at_once == 2


def compare_orders(table: Table) -> set[str]:
    return {row.step for row in table.wire.record.rows()}


def test_judge_keeps_a_better_incumbent(table: Table) -> None:
    assert compare(table, picture("red", "blue"), picture("green")).winner == "incumbent"


@pytest.mark.parametrize("said", ["first", "second", "neither"])
def test_a_judge_who_goes_by_the_order_ends_in_a_tie(table: Table, said: str) -> None:
    table.reply(CompareReply={"nearer": said, "reason": "its place"})
    verdict = compare(table, picture("green"), picture("red"))
    assert verdict.winner == "tie"
    assert ("split" in verdict.reason) == (said != "neither")
