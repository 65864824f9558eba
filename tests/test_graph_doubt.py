import pytest

from graph.doubt import FIDELITY_NOISE, JUMP, find_doubt
from traces.dialogue import Critique, Offer, Proposal, Round, Verdict


def judged(score: float, fidelity: float) -> Critique:
    return Critique(score=score, fidelity=fidelity)


def best(score: float, fidelity: float) -> Round:
    return Round(
        number=3,
        proposal=Proposal(phrases=()),
        offer=Offer(description="a barn", cost=2, limit=9, kept=()),
        candidates=(),
        chosen=None,
        critique=judged(score, fidelity),
        verdict=Verdict(winner="newcomer", reason=""),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [((0.4, 0.5), (0.8, 0.5)), ((0.4, 0.5), (0.8, 0.3)), ((0.4, 0.5), (0.8, 0.5 + FIDELITY_NOISE / 2))],
)
def test_a_jump_that_the_measure_does_not_follow_is_doubted(before, after):
    doubt = find_doubt(judged(*after), best=best(*before), noise=None)
    assert doubt is not None
    assert doubt.kind == "jump"
    assert doubt.judged == pytest.approx(0.4)
    assert "rose by 0.400 over round 3" in doubt.says


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((0.4, 0.5), (0.8, 0.6)),
        ((0.4, 0.5), (0.4 + 0.9 * JUMP, 0.5)),
        ((0.8, 0.5), (0.2, 0.2)),
        ((0.5, 0.5), (0.5, 0.5)),
    ],
)
def test_a_jump_that_the_measure_follows_and_a_small_one_are_not(before, after):
    assert find_doubt(judged(*after), best=best(*before), noise=None) is None


def test_a_critic_that_is_known_to_waver_is_given_more_room():
    assert find_doubt(judged(0.8, 0.5), best=best(0.4, 0.5), noise=0.14) is None
    assert find_doubt(judged(0.8, 0.5), best=best(0.4, 0.5), noise=0.1) is not None


def test_a_perfect_score_for_an_unrelated_picture_is_doubted_from_the_first_round():
    doubt = find_doubt(judged(1.0, 0.3), best=None, noise=None)
    assert doubt is not None
    assert (doubt.kind, doubt.judged, doubt.measured) == ("level", 1.0, 0.3)
    assert find_doubt(judged(0.9, 0.6), best=None, noise=None) is None
    assert find_doubt(None, best=None, noise=None) is None


def test_a_critic_that_only_measures_is_never_doubted():
    for score in (0.0, 0.2, 0.36, 0.9, 1.0):
        assert find_doubt(judged(score, score), best=best(0.1, 0.1), noise=None) is None
