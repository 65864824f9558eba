"""The four agents of the openai team, over a real socket, with the values that the graph hands them."""

import base64
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import ApiServer, Fault
from PIL import Image

from agents.openai.compressor import OpenAICompressor
from agents.openai.critic import OpenAICritic, weigh_aspects
from agents.openai.describer import OpenAIDescriber
from agents.openai.renderer import OpenAIRenderer
from agents.openai.replies import SaidAspects
from agents.openai.settings import resolve
from agents.openai.team import OpenAITeam, hire
from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    RenderRequest,
    Terms,
    Turn,
)
from agents.roles import Role
from agents.wire.errors import KeyRefusedError, UnknownModelError, UnreachableError
from agents.wire.options import WireOptions
from agents.wire.prices import load_prices
from agents.wire.record import CallRecord
from agents.wire.transport import Wire, open_wire
from codec.budget import Budget
from codec.errors import ReplyError, UsageError, WireError
from codec.meter import Meter
from traces.dialogue import (
    Critique,
    Cut,
    Demand,
    Kept,
    Offer,
    Past,
    Phrase,
    Proposal,
    Remark,
    Rent,
    Round,
    Verdict,
)

TURN = Turn(round=1)


class Table:
    """A server, a wire and a team around it."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        self.server = ApiServer().__enter__()
        self.notes: list[str] = []
        self.wire = Wire(
            CallRecord(folder / "calls.sqlite"),
            options=WireOptions(prices=load_prices(), retries=1),
            notify=self.notes.append,
            sleep=lambda _: None,
        )
        environ = {"OPENAI_BASE_URL": self.server.url, "OPENAI_API_KEY": "sk-secret-abcdef", **changes}
        self.settings = resolve(None, environ=environ, config={})
        self.team = OpenAITeam(self.settings, wire=self.wire)

    def close(self) -> None:
        self.wire.close()
        self.server.__exit__()

    def reply(self, **replies: dict[str, Any]) -> None:
        self.server.reply = lambda task, _: replies.get(task)

    def sent(self, index: int = -1) -> str:
        """All words of a request."""
        contents = [message["content"] for message in self.server.seen[index].body["messages"]]
        return "\n".join(
            one if isinstance(one, str) else "\n".join(part.get("text", "") for part in one) for one in contents
        )


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.close()


def meter(amount: int, unit: str = "words") -> Meter:
    return Meter(Budget(amount, unit))  # type: ignore[arg-type]


def picture(*colours: str) -> Image.Image:
    image = Image.new("RGB", (len(colours) * 40, 60))
    for place, colour in enumerate(colours):
        image.paste(Image.new("RGB", (40, 60), colour), (40 * place, 0))
    return image


def phrase(text: str, worth: float = 0.5) -> Phrase:
    return Phrase(text=text, worth=worth, kind="object")


def offer(*texts: str, cut: tuple[str, ...] = ()) -> Offer:
    return Offer(
        description=", ".join(texts),
        cost=2.0 * len(texts),
        limit=12,
        kept=tuple(Kept(phrase=phrase(text), cost=2) for text in texts),
        cut=tuple(Cut(phrase=phrase(text), cost=2, reason="no room") for text in cut),
    )


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
    request = AnswerRequest(
        turn=TURN,
        original=picture("red"),
        proposal=Proposal(phrases=()),
        offer=offer("red barn", "snow", cut=("grey sky",)),
        meter=meter(12),
    )
    assert table.team.make_describer().answer(request).demand == demand


@pytest.mark.parametrize("numbers", [(1, 1), (4, 1), (None, 1), (3, 3), (3, 0)])
def test_describer_must_name_phrases_that_there_are(table: Table, numbers: tuple[int | None, int]) -> None:
    table.reply(AnswerReply={"accept": False, "keep": numbers[0], "give_up": numbers[1], "reason": ""})
    request = AnswerRequest(
        turn=TURN,
        original=picture("red"),
        proposal=Proposal(phrases=()),
        offer=offer("red barn", "snow", cut=("grey sky",)),
        meter=meter(12),
    )
    with pytest.raises(ReplyError, match="must be"):
        table.team.make_describer().answer(request)


def test_an_offer_without_cuts_is_accepted_unasked(table: Table) -> None:
    request = AnswerRequest(
        turn=TURN, original=picture("red"), proposal=Proposal(phrases=()), offer=offer("a barn"), meter=meter(12)
    )
    assert table.team.make_describer().answer(request).demand is None
    assert table.server.seen == []


PHRASES = (phrase("big red barn", 0.9), phrase("deep snow in front", 0.6), phrase("grey sky", 0.3))


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


def render(table: Table, *, candidate: int = 0) -> Any:
    request = RenderRequest(
        turn=Turn(round=1, candidate=candidate),
        description="red barn, blue sky",
        width=320,
        height=180,
        seed_choice=candidate,
    )
    return table.team.make_renderer().render(request)


def test_renderer_draws_the_words_at_the_size_asked_for(table: Table) -> None:
    rendering = render(table)
    assert (rendering.image.size, rendering.image.mode) == ((320, 180), "RGB")
    assert rendering.image.getpixel((10, 90)) == (200, 30, 30)
    body = table.server.seen[0].body
    assert body["size"] == "1360x768"
    assert "word for word" in body["prompt"]
    assert "response_format" not in body


def one_pixel(size: tuple[int, int]) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", size, (1, 2, 3)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_a_picture_of_another_size_is_brought_to_size(table: Table) -> None:
    table.server.misbehave("image", Fault(edit=lambda answer: answer.update(data=[{"b64_json": one_pixel((64, 64))}])))
    assert render(table).image.size == (320, 180)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "has no picture"),
        (None, "has no picture"),
        ([{"url": "https://example.org/x.png"}], "a link instead of a picture"),
        ([{"b64_json": None}], "no picture data"),
        ([{"b64_json": "%%%"}], "not base64"),
        ([{"b64_json": base64.b64encode(b"GIF89a but not really").decode()}], "not a picture"),
    ],
)
def test_an_answer_without_a_picture_is_a_failed_rendering(table: Table, data: object, problem: str) -> None:
    fault = Fault(edit=lambda answer: answer.update(data=data))
    table.server.misbehave("image", fault)
    assert render(table).image is not None
    assert problem in table.notes[0]
    table.server.misbehave("image", fault, fault)
    rendering = render(table, candidate=1)
    assert rendering.image is None
    assert problem in rendering.problem
    assert "\n" not in rendering.problem


@pytest.mark.parametrize(
    ("fault", "sent", "problem"),
    [
        (Fault(400, {"message": "not this", "code": "moderation_blocked"}), 1, "moderation_blocked): not this"),
        (Fault(503, {"message": "busy"}), 2, "busy"),
        (Fault(429, {"message": "slow down"}, {"retry-after": "300"}), 1, "asks to wait 300 s"),
        (Fault(break_off="cut"), 2, "broke off"),
    ],
)
def test_a_refusal_or_a_busy_server_is_a_failed_rendering(table: Table, fault: Fault, sent: int, problem: str) -> None:
    table.server.always["image"] = fault
    rendering = render(table)
    assert rendering.image is None
    assert problem in rendering.problem
    assert len(table.server.seen) == sent
    table.server.always.clear()
    assert render(table, candidate=1).image is not None


def test_what_no_words_can_help_ends_the_run(table: Table, tmp_path: Path) -> None:
    table.server.always["image"] = Fault(401, {"message": "who are you?"})
    with pytest.raises(KeyRefusedError, match="who are you"):
        render(table)
    table.server.images = False
    table.server.always.clear()
    with pytest.raises(
        UnknownModelError, match=r"set --renderer-base-url and --image-model .* or use --renderer sketch"
    ):
        render(table)
    table.server.__exit__()
    with pytest.raises(UnreachableError, match="refused"):
        render(table)
    table.server = ApiServer().__enter__()


def test_parameters_that_an_image_server_rejects_are_left_out(table: Table) -> None:
    table.server.refused_parameters = {"quality", "output_format"}
    assert render(table).image is not None
    assert len(table.notes) == 2
    assert "quality" not in table.server.seen[-1].body


def test_other_image_models_are_asked_for_data(tmp_path: Path) -> None:
    table = Table(tmp_path, MUBPP_IMAGE_MODEL="stable-diffusion", MUBPP_IMAGE_SIZES="512x512,768x512")
    try:
        assert render(table).image.size == (320, 180)
        body = table.server.seen[0].body
        assert body["response_format"] == "b64_json"
        assert body["size"] == "768x512"
        assert "quality" not in body
    finally:
        table.close()


ASPECTS = {"objects": 80, "layout": 60, "colour": 40, "style": 100, "text": None}


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


def compare(table: Table, incumbent: Image.Image, newcomer: Image.Image) -> Verdict:
    blank = Critique(score=0.5, fidelity=0.5)
    request = CompareRequest(
        turn=TURN,
        original=picture("red", "blue"),
        incumbent=incumbent,
        newcomer=newcomer,
        incumbent_critique=blank,
        newcomer_critique=blank,
    )
    return table.team.make_critic().compare(request)


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


def test_prompts_are_hashed_for_the_trace(table: Table) -> None:
    hashes = table.team.hash_prompts()
    assert set(hashes) == {"describer", "compressor", "renderer", "critic", "protocol"}
    assert all(len(one) == 64 for one in hashes.values())


@pytest.mark.live
def test_a_live_describer_names_a_colour(tmp_path: Path) -> None:
    settings = resolve(None, environ=os.environ, config={})
    with open_wire(tmp_path, options=WireOptions(prices=load_prices())) as wire:
        describer = OpenAITeam(settings, wire=wire).make_describer()
        proposal = describer.propose(DescribeRequest(turn=TURN, original=picture("red", "blue"), meter=meter(12)))
    assert any("red" in one.text or "blue" in one.text for one in proposal.phrases)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("describer", OpenAIDescriber),
        ("compressor", OpenAICompressor),
        ("renderer", OpenAIRenderer),
        ("critic", OpenAICritic),
    ],
)
def test_players_are_hired_by_reference(table: Table, role: Role, kind: type) -> None:
    terms = Terms(seed=0, folder=None, notify=table.notes.append, models=table.settings, wire=table.wire)
    assert isinstance(hire(role, "", terms), kind)
    assert isinstance(hire(role, "some-model", terms), kind)
    with pytest.raises(UsageError, match="no wire"):
        hire(role, "", Terms(seed=0, folder=None, notify=table.notes.append))


def test_a_hired_player_asks_the_model_of_its_reference(table: Table) -> None:
    terms = Terms(seed=0, folder=None, notify=table.notes.append, models=table.settings, wire=table.wire)
    hire("describer", "my-vlm", terms).propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(9)))
    assert table.server.seen[0].body["model"] == "my-vlm"


def test_mixed_teams_share_what_they_learn_of_a_server(table: Table) -> None:
    table.server.structured = False
    table.team.make_describer().propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(9)))
    compare(table, picture("green"), picture("red"))
    assert len([note for note in table.notes if "JSON in text" in note]) == 1
