"""How the describer works on a draft."""

from pathlib import Path

import pytest
from PIL import Image

from agents.sketch.drafting import Draft, Workshop
from agents.sketch.judgement import aspects_of
from agents.sketch.knobs import Knobs
from agents.sketch.wording import SCORE_PER_BIT, scene_bits
from codec.budget import parse_budget
from codec.meter import Meter
from sketch.eye import Eye
from sketch.paint import paint
from sketch.parse import parse
from sketch.scene import Clause
from sketch.speak import speak

PHOTOS = Path(__file__).parent.parent / "examples"
TOKENS = Meter(parse_budget("30tokens"))


def _exact(eye: Eye, clauses: tuple[Clause, ...]) -> float:
    return Knobs().weigh(aspects_of(eye, eye.draw(clauses), clauses))


def _drawn(text: str) -> Eye:
    return Eye(Image.fromarray(paint(parse(text).scene, 180, 120)))


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye(Image.open(PHOTOS / "chelsea.jpg").convert("RGB"))


def test_a_first_look_is_as_good_as_from_any_single_backdrop(eye: Eye) -> None:
    workshop = Workshop(eye, TOKENS)
    bare = Draft((), eye.judge(()))
    starts = workshop._backdrops(bare)
    assert len({start.clauses for start in starts}) == len(starts) > 1
    found = workshop.first_look(steps=10)
    assert found.net >= max(workshop._fill(bare.take(start), steps=10).net for start in starts)
    assert workshop.cost(found.clauses) <= TOKENS.limit


def test_the_net_score_pays_for_bits(eye: Eye) -> None:
    clauses = parse("bronze and dark peach background, huge cat").scene.clauses
    draft = Draft(clauses, eye.judge(clauses))
    assert draft.net == pytest.approx(draft.score - SCORE_PER_BIT * scene_bits(clauses))


def test_a_backdrop_of_many_colours_is_found_where_there_is_one() -> None:
    text = "red, navy, white and olive background"
    found = Workshop(_drawn(text), TOKENS).first_look(steps=10)
    assert found.clauses[:1] == parse(text).scene.clauses


def test_polish_raises_what_the_critic_measures_within_the_budget(eye: Eye) -> None:
    workshop = Workshop(eye, TOKENS)
    draft = workshop.first_look(steps=10)
    better = workshop.polish(draft)
    assert better.clauses != draft.clauses
    assert _exact(eye, better.clauses) > _exact(eye, draft.clauses)
    assert workshop.cost(better.clauses) <= TOKENS.limit


def test_polish_leaves_what_is_right_and_what_was_tried_alone() -> None:
    eye = _drawn("navy background, large red circle right")
    clauses = parse("navy background, large red circle right").scene.clauses
    draft = Draft(clauses, eye.judge(clauses))
    assert Workshop(eye, TOKENS).polish(draft) == draft


def _say(eye: Eye, text: str) -> Draft:
    clauses = parse(text).scene.clauses
    return Draft(clauses, eye.judge(clauses))


def test_what_was_seen_takes_the_place_of_what_matters_less(eye: Eye) -> None:
    """A block where the cat is fills the budget, so that no cat can be added beside it."""
    draft = _say(
        eye, "dark tan and brown background, huge dark tan block, large tan block right, small brown circle top left"
    )
    workshop = Workshop(eye, Meter(parse_budget("22tokens")))
    assert workshop.cost(draft.clauses) + 2 > workshop.meter.limit
    named = workshop.name(draft)
    assert "cat" in {clause.noun for clause in named.clauses}
    assert len(named.clauses) <= len(draft.clauses)
    assert named.score > draft.score
    assert workshop.cost(named.clauses) <= workshop.meter.limit
    assert named.added
    assert named.dropped


def test_a_full_draft_is_judged_only_with_what_may_pay_for_its_room() -> None:
    eye = _drawn("navy background, large red circle right, small yellow circle top left")
    draft = _say(eye, "navy background, large red circle right")
    roomy = Workshop(eye, TOKENS)
    full = Workshop(eye, Meter(parse_budget(f"{int(roomy.cost(draft.clauses))}tokens")))
    every = eye.foreseen(draft.clauses, within=None, most=8, shapes=2)
    assert roomy._worth_a_look(draft, None) == list(every) != []
    passed_over = [clause for clause in every if clause not in full._worth_a_look(draft, None)]
    cheapest = draft.score - max(eye.without(draft.clauses))
    assert passed_over
    assert all(option.score - draft.score < cheapest for option in eye.added(draft.clauses, passed_over))
    assert full.add(draft, None).clauses == draft.clauses
    assert roomy.add(draft, None).score > draft.score


def test_polish_names_what_the_critic_wants_named(eye: Eye) -> None:
    draft = _say(eye, "dark tan and brown background, huge dark tan block, large tan block right")
    polished = Workshop(eye, TOKENS).polish(draft)
    assert "cat" in {clause.noun for clause in polished.clauses}
    assert _exact(eye, polished.clauses) > _exact(eye, draft.clauses)


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("brown background, red circle", 5),
        ("dark brown background, tan block", 6),
        ("brown background, tan block, red circle, gray block left", 12),
    ],
)
def test_where_there_is_little_room_the_bare_name_takes_the_place(eye: Eye, said: str, tokens: int) -> None:
    named = Workshop(eye, Meter(parse_budget(f"{tokens}tokens"))).name(_say(eye, said))
    assert "cat" in {clause.noun for clause in named.clauses}
    assert Meter(parse_budget(f"{tokens}tokens")).fits(", ".join(map(speak, named.clauses)))


def test_nothing_gives_way_to_what_is_named_already_or_was_not_seen(eye: Eye) -> None:
    named = _say(eye, "dark tan background, huge dark tan cat")
    assert Workshop(eye, TOKENS).name(named) == named
    plain = _drawn("navy background, large red circle right")
    unseen = _say(plain, "navy background, large red circle right")
    assert Workshop(plain, TOKENS).name(unseen) == unseen


@pytest.mark.parametrize("words", [6, 7, 8])
def test_a_hint_that_is_read_with_a_place_still_fits(words: int) -> None:
    eye = _drawn("blue sky, teal sea bottom third")
    workshop = Workshop(eye, Meter(parse_budget(f"{words}words")))
    draft = workshop.heed(_say(eye, "blue sky, teal sea bottom third"), "a boat")
    assert "boat" in {clause.noun for clause in draft.clauses}
    assert workshop.cost(draft.clauses) <= words
    assert parse(", ".join(map(speak, draft.clauses))).scene.clauses == draft.clauses
