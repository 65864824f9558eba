from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    RenderRequest,
    Turn,
)
from agents.sketch.compressor import SketchCompressor
from agents.sketch.critic import SketchCritic
from agents.sketch.describer import SketchDescriber
from agents.sketch.drafting import Workshop
from agents.sketch.judgement import ASPECTS, FEATURES
from agents.sketch.renderer import SketchRenderer
from agents.sketch.team import sketch_team
from benchmarks.play import play
from codec.budget import parse_budget
from codec.fidelity import fidelity
from codec.meter import Meter
from sketch.eye import eye_for
from sketch.lexicon import lab_of
from sketch.paint import paint
from sketch.parse import parse
from traces.dialogue import Critique, Cut, Demand, Kept, Offer, Phrase, Proposal, Rent

TURN = Turn(round=0)
TOKENS = Meter(parse_budget("30tokens"))


def photograph() -> Image.Image:
    picture = Image.new("RGB", (192, 128), (150, 185, 220))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 80, 192, 128], fill=(60, 95, 45))
    draw.ellipse([120, 40, 170, 90], fill=(190, 40, 35))
    draw.rectangle([20, 50, 60, 84], fill=(235, 230, 215))
    return picture


def redraw(description: str) -> Image.Image:
    return Image.fromarray(paint(parse(description).scene, 192, 128))


def phrase(text: str, worth: float = 0.5) -> Phrase:
    return Phrase(text=text, worth=worth, kind="object")


def offer_of(*texts: str) -> Offer:
    kept = tuple(Kept(phrase=phrase(text), cost=3) for text in texts)
    return Offer(description=", ".join(texts), cost=10, limit=30, kept=kept)


def critique_of(*texts: str, draw: Callable[[str], Image.Image] | None = redraw) -> Critique:
    offer = offer_of(*texts)
    picture = redraw(offer.description)
    found = fidelity(photograph(), picture).total
    return SketchCritic().critique(
        CritiqueRequest(turn=TURN, original=photograph(), picture=picture, offer=offer, fidelity=found, redraw=draw)
    )


def compress(*phrases: Phrase, budget: str = "30tokens", rents: tuple[Rent, ...] = ()) -> Offer:
    request = CompressRequest(
        turn=TURN, proposal=Proposal(phrases=phrases), meter=Meter(parse_budget(budget)), rents=rents
    )
    return SketchCompressor().offer(request)


# The whole team


@pytest.mark.parametrize("budget", ["30tokens", "12words", "70chars"])
def test_a_run_stays_within_its_budget_and_gets_better(budget: str) -> None:
    meter = Meter(parse_budget(budget))
    played = play(sketch_team(seed=0), photograph(), meter=meter, rounds=3)
    assert meter.fits(played.best.offer.description)
    assert list(played.best_scores) == sorted(played.best_scores)
    assert played.best_scores[-1] > 0.58
    assert parse(played.best.offer.description).ignored == ()


def test_a_run_is_the_same_every_time() -> None:
    first, second = (play(sketch_team(seed=0), photograph(), meter=TOKENS, rounds=2) for _ in range(2))
    assert first.best == second.best
    assert first.scores == second.scores


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 2), (40, 40)])
def test_any_size_of_picture_can_be_described(size: tuple[int, int]) -> None:
    played = play(sketch_team(seed=0), Image.new("RGB", size, (200, 30, 30)), meter=TOKENS, rounds=2)
    assert TOKENS.fits(played.best.offer.description)
    assert played.picture.size == size
    red, green, _ = np.asarray(played.picture).reshape(-1, 3).mean(axis=0)
    assert red > 2 * green


def test_every_agent_says_one_line() -> None:
    best = play(sketch_team(seed=0), photograph(), meter=TOKENS, rounds=2).best
    assert best.critique is not None
    for note in (best.proposal.note, best.offer.note, best.critique.note):
        assert note
        assert "\n" not in note


# Describer


def first_proposal() -> Proposal:
    return SketchDescriber().propose(DescribeRequest(turn=TURN, original=photograph(), meter=TOKENS))


def test_the_first_look_names_colours_and_places_in_drawing_order() -> None:
    proposal = first_proposal()
    assert 3 <= len(proposal.phrases) <= 14
    scene = parse(", ".join(phrase.text for phrase in proposal.phrases)).scene
    assert len(scene.clauses) == len(proposal.phrases)
    picture = Image.fromarray(paint(scene, 192, 128))
    assert fidelity(photograph(), picture).total > 0.55


def test_worth_is_what_is_lost_without_a_phrase() -> None:
    proposal = first_proposal()
    texts = [phrase.text for phrase in proposal.phrases]
    losses = []
    for text in texts:
        rest = ", ".join(other for other in texts if other != text)
        losses.append(-fidelity(photograph(), redraw(rest)).total)
    worths = [phrase.worth for phrase in proposal.phrases]
    assert np.corrcoef(worths, losses)[0, 1] > 0.5


def test_what_a_person_says_is_taken_up() -> None:
    request = DescribeRequest(turn=TURN, original=photograph(), meter=TOKENS, hints=("there is a boat",))
    boats = [phrase for phrase in SketchDescriber().propose(request).phrases if "boat" in phrase.text]
    assert [phrase.worth for phrase in boats] == [1.0]


def test_a_rejected_phrase_is_not_proposed_again() -> None:
    eye = eye_for(photograph())
    draft = Workshop(eye, TOKENS).first_look(steps=0)
    refused = frozenset(Workshop(eye, TOKENS).add(draft, None).added[len(draft.added) :])
    again = Workshop(eye, TOKENS, refused).add(draft, None)
    assert refused
    assert not refused & set(again.added[len(draft.added) :])


def test_the_describer_contests_a_cut_that_hurts() -> None:
    sky, grass = phrase("light azure sky", 0.9), phrase("dark green grass bottom third", 0.9)
    needless = phrase("tiny gray shape top", 0.1)
    offer = Offer(
        description="light azure sky, tiny gray shape top",
        cost=8,
        limit=30,
        kept=(Kept(phrase=sky, cost=3), Kept(phrase=needless, cost=5)),
        cut=(Cut(phrase=grass, cost=5, reason="too dear"),),
    )
    answer = SketchDescriber().answer(
        AnswerRequest(
            turn=TURN,
            original=photograph(),
            proposal=Proposal(phrases=(sky, grass, needless)),
            offer=offer,
            meter=Meter(parse_budget("10tokens")),
            redraw=redraw,
        )
    )
    assert answer.demand is not None
    assert answer.demand.keep == grass
    assert answer.demand.give_up == needless
    assert "gains" in answer.demand.reason


def test_the_describer_accepts_a_cut_that_does_not_matter() -> None:
    sky, grass = phrase("light azure sky", 0.9), phrase("dark green grass bottom third", 0.9)
    dot = phrase("tiny black shape top left", 0.1)
    offer = Offer(
        description="light azure sky, dark green grass bottom third",
        cost=9,
        limit=10,
        kept=(Kept(phrase=sky, cost=3), Kept(phrase=grass, cost=6)),
        cut=(Cut(phrase=dot, cost=5, reason="too dear"),),
    )
    request = AnswerRequest(
        turn=TURN,
        original=photograph(),
        proposal=Proposal(phrases=(sky, grass, dot)),
        offer=offer,
        meter=TOKENS,
        redraw=redraw,
    )
    assert SketchDescriber().answer(request).demand is None


# Compressor


def test_rents_decide_over_worths() -> None:
    phrases = (phrase("gray sky", 0.9), phrase("red barn left", 0.9), phrase("green field", 0.1))
    rents = (
        Rent(phrase="gray sky", rent=0.001, measured=True),
        Rent(phrase="red barn left", rent=0.2, measured=True),
        Rent(phrase="green field", rent=0.1, measured=True),
    )
    offer = compress(*phrases, budget="6tokens", rents=rents)
    assert offer.description == "red barn left, green field"
    assert offer.cost <= 6
    assert [cut.phrase.text for cut in offer.cut] == ["gray sky"]
    assert "per token" in offer.cut[0].reason


def test_a_phrase_that_harms_is_cut_even_with_room_to_spare() -> None:
    rents = (Rent(phrase="red barn", rent=-0.02, measured=True),)
    offer = compress(phrase("blue sky"), phrase("red barn"), rents=rents)
    assert offer.description == "blue sky"
    assert offer.cut[0].reason == "the picture is better without it"


def test_a_demand_is_obeyed_where_it_fits() -> None:
    phrases = (phrase("gray sky", 0.9), phrase("red barn left", 0.5), phrase("dark green field", 0.4))
    meter = Meter(parse_budget("7tokens"))
    proposal = Proposal(phrases=phrases)
    refused = SketchCompressor().offer(CompressRequest(turn=TURN, proposal=proposal, meter=meter))
    assert refused.description == "gray sky, red barn left"
    demand = Demand(keep=phrases[2], give_up=phrases[1], reason="I say so")
    offer = SketchCompressor().offer(
        CompressRequest(turn=TURN, proposal=proposal, meter=meter, demand=demand, refused=refused)
    )
    assert offer.description == "gray sky, dark green field"
    assert "stays" in offer.note


def test_a_demand_that_can_not_fit_is_refused_in_words() -> None:
    long = phrase("a very long phrase about a great many things that nobody has room for")
    proposal = Proposal(phrases=(phrase("gray sky"), long))
    meter = Meter(parse_budget("4tokens"))
    refused = SketchCompressor().offer(CompressRequest(turn=TURN, proposal=proposal, meter=meter))
    offer = SketchCompressor().offer(
        CompressRequest(
            turn=TURN,
            proposal=proposal,
            meter=meter,
            demand=Demand(keep=long, give_up=None, reason="I say so"),
            refused=refused,
        )
    )
    assert offer.description == "gray sky"
    assert "can't fit" in offer.note


def test_a_tiny_budget_still_says_something() -> None:
    offer = compress(phrase("dark green grass bottom third"), budget="1words")
    assert offer.description
    assert len(offer.description.split()) == 1


# Critic


def _but_for_features(critique: Critique) -> float:
    return critique.score - critique.aspects[FEATURES] * ASPECTS[FEATURES] / sum(ASPECTS.values())


def test_rents_are_the_measured_losses_but_for_features() -> None:
    texts = ("light azure sky", "dark green grass bottom third", "red circle center right")
    critique = critique_of(*texts)
    for at, rent in enumerate(critique.rents):
        rest = ", ".join(texts[:at] + texts[at + 1 :])
        assert rent.phrase == texts[at]
        assert rent.measured
        without = _but_for_features(critique_of(*rest.split(", ")))
        assert rent.rent == pytest.approx(_but_for_features(critique) - without, abs=1e-4)


def test_a_score_is_made_of_the_measure_the_accuracy_the_names_and_the_features() -> None:
    texts = ("light azure sky", "dark green grass bottom third", "red circle center right")
    critique = critique_of(*texts)
    measured = fidelity(photograph(), redraw(", ".join(texts)))
    assert critique.fidelity == pytest.approx(measured.total, abs=1e-5)
    away = critique_of("black background").aspects["accuracy"]
    assert away < critique.aspects["accuracy"] <= 1
    others = sum(critique.aspects[name] * ASPECTS[name] for name in ("accuracy", "names", FEATURES))
    assert critique.score == pytest.approx((measured.total + others) / sum(ASPECTS.values()), abs=1e-3)


def test_the_critic_points_at_what_is_missing() -> None:
    critique = critique_of("light azure sky", "dark green grass bottom third")
    missing = [remark for remark in critique.remarks if remark.fault == "missing"]
    words = [remark.text.removeprefix("something ").split(" is ")[0] for remark in missing]
    colours = [parse(f"{each} circle").scene.clauses[0].colours for each in words]
    reds = [remark for remark, said in zip(missing, colours, strict=True) if lab_of(said[0])[1] > 20]
    assert reds
    box = reds[0].box
    assert box is not None
    assert box.x0 < 145 / 192 < box.x1
    assert box.y0 < 65 / 128 < box.y1


def test_the_critic_blames_the_phrase_that_is_wrong() -> None:
    texts = ("light azure sky", "dark green grass bottom third", "large yellow circle center right")
    wrong = [remark for remark in critique_of(*texts).remarks if remark.fault == "wrong"]
    assert "large yellow circle center right" in [remark.phrase for remark in wrong]


def test_the_critic_finds_inventions_and_waste() -> None:
    texts = ("light azure sky", "dark green grass bottom third", "huge magenta circle left", "sky")
    faults = {remark.phrase: remark.fault for remark in critique_of(*texts).remarks}
    assert faults["huge magenta circle left"] in {"invented", "wrong"}
    rents = {rent.phrase: rent.rent for rent in critique_of(*texts).rents}
    assert rents["huge magenta circle left"] < 0


def test_without_a_redraw_rents_are_estimates() -> None:
    critique = critique_of("light azure sky", "green grass", draw=None)
    assert all(not rent.measured for rent in critique.rents)
    assert sum(rent.rent for rent in critique.rents) == pytest.approx(critique.score, abs=1e-5)


def test_remarks_come_heaviest_first() -> None:
    weights = [remark.weight for remark in critique_of("magenta sky", "black grass").remarks]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(("gain", "winner"), [(0.01, "newcomer"), (0.0002, "tie"), (0.0, "tie"), (-0.01, "incumbent")])
def test_rounds_are_ranked_by_score_with_a_band_for_ties(gain: float, winner: str) -> None:
    request = CompareRequest(
        turn=TURN,
        original=photograph(),
        incumbent=photograph(),
        newcomer=photograph(),
        incumbent_critique=Critique(score=0.5, fidelity=0.5, aspects={"colour": 0.5}),
        newcomer_critique=Critique(score=0.5 + gain, fidelity=0.5 + gain, aspects={"colour": 0.5 + gain}),
    )
    assert SketchCritic().compare(request).winner == winner


# Renderer


def test_the_renderer_draws_the_size_asked_for_and_reports_unknown_words() -> None:
    request = RenderRequest(turn=TURN, description="blue sky, red zorblax", width=90, height=60)
    rendering = SketchRenderer().render(request)
    assert rendering.image is not None
    assert rendering.image.size == (90, 60)
    assert rendering.image.mode == "RGB"
    assert rendering.ignored == ("zorblax",)
