"""The fitting of phrases to a budget."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.fit import fit_phrases, join_phrases, price_offer, shorten_text, value_phrases
from codec.budget import Budget
from codec.errors import ReplyError, UsageError
from codec.geometry import Geometry
from codec.meter import Meter
from codec.mub import MubFile, pack
from traces.dialogue import Phrase, Rent

WORDS = ("red", "barn", "snow", "a", "tall", "pine", "left", "sky", "grey", "fence", "house", "the")


def phrase(text: str, worth: float = 0.5) -> Phrase:
    return Phrase(text=text, worth=worth, kind="object")


def phrases_strategy(most: int = 12) -> st.SearchStrategy[list[Phrase]]:
    text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    worth = st.integers(0, 100).map(lambda n: n / 100)
    return st.lists(st.builds(phrase, text, worth), min_size=1, max_size=most)


def meter(amount: int, unit: str = "words") -> Meter:
    return Meter(Budget(amount, unit))  # type: ignore[arg-type]


@given(phrases_strategy(), st.integers(1, 20), st.sampled_from(["words", "chars", "tokens"]))
@settings(deadline=None, max_examples=60)
def test_offer_fits_and_accounts_for_every_phrase(phrases: list[Phrase], amount: int, unit: str) -> None:
    gauge = meter(amount, unit)
    offer = fit_phrases(phrases, meter=gauge)
    assert gauge.cost(offer.description) == offer.cost <= gauge.limit == offer.limit
    assert offer.description == join_phrases(kept.phrase.text for kept in offer.kept)
    shortened = [cut for cut in offer.cut if cut.reason.startswith("shortened")]
    accounted = [k.phrase for k in offer.kept if not shortened] + [c.phrase for c in offer.cut]
    assert sorted(p.text for p in accounted) == sorted(p.text for p in phrases)
    assert all(cut.reason for cut in offer.cut)
    assert fit_phrases(phrases, meter=gauge) == offer


@given(phrases_strategy(8), st.integers(3, 16))
@settings(deadline=None, max_examples=60)
def test_choice_is_close_to_the_best_one(phrases: list[Phrase], amount: int) -> None:
    distinct = list({p.text: p for p in phrases}.values())
    gauge = meter(amount)
    best = max(
        (
            sum(p.worth for p in some)
            for count in range(1, len(distinct) + 1)
            for some in combinations(distinct, count)
            if gauge.fits(join_phrases(p.text for p in some))
        ),
        default=None,
    )
    if best is None:
        return
    got = sum(kept.phrase.worth for kept in fit_phrases(distinct, meter=gauge).kept)
    # Greedy by rate or by single value, whichever is better, never falls below half of the best choice.
    assert got >= best / 2 - 1e-9


def test_order_of_the_proposal_is_kept_and_costs_include_separators() -> None:
    phrases = [phrase("grey sky", 0.2), phrase("red barn", 0.9), phrase("snow", 0.5)]
    offer = fit_phrases(phrases, meter=meter(20, "chars"))
    assert offer.description == "red barn, snow"
    assert [kept.cost for kept in offer.kept] == [10, 6]
    assert [(cut.phrase.text, cut.cost, cut.reason) for cut in offer.cut] == [
        ("grey sky", 10, "worth least for the budget")
    ]


def test_rents_overrule_opinions_on_a_common_scale() -> None:
    barn, snow, sky = phrase("red barn", 0.9), phrase("white snow", 0.8), phrase("grey sky", 0.3)
    rents = (Rent(phrase="red barn", rent=0.01, measured=True), Rent(phrase="white snow", rent=0.16, measured=True))
    values = value_phrases([barn, snow, sky], rents=rents)
    assert values == pytest.approx((0.1, 1.6, 0.3))
    offer = fit_phrases([barn, snow, sky], meter=meter(4), rents=rents)
    assert offer.description == "white snow, grey sky"


def test_a_phrase_that_hurts_stays_out_though_it_fits() -> None:
    rents = (Rent(phrase="a ufo", rent=-0.02, measured=True),)
    offer = fit_phrases([phrase("a ufo", 0.9), phrase("red barn")], meter=meter(9), rents=rents)
    assert offer.description == "red barn"
    assert offer.cut[0].reason == "the picture is better without it"


def test_demand_is_met() -> None:
    phrases = [phrase("red barn", 0.9), phrase("white snow", 0.8), phrase("a fence", 0.1)]
    offer = fit_phrases(phrases, meter=meter(4), keep=["A fence"], give_up=["white snow"])
    assert offer.description == "red barn, a fence"
    assert offer.cut[0].reason == "given up by the describer"


def test_repeats_are_said_once() -> None:
    offer = fit_phrases([phrase("red barn"), phrase("Red barn")], meter=meter(9))
    assert (offer.description, offer.cut[0].reason) == ("red barn", "said already")


def test_nothing_worth_keeping_still_gives_a_description() -> None:
    rents = (Rent(phrase="a", rent=-0.2, measured=True), Rent(phrase="b", rent=-0.1, measured=True))
    assert fit_phrases([phrase("a"), phrase("b")], meter=meter(3), rents=rents).description == "b"


def test_no_phrase_fits_whole() -> None:
    offer = fit_phrases([phrase("red barn in snow", 0.9), phrase("grey sky here", 0.2)], meter=meter(2))
    assert offer.description == "red barn"
    assert [cut.reason for cut in offer.cut] == ["shortened to 'red barn'", "doesn't fit the budget alone"]
    assert fit_phrases([phrase("barn")], meter=meter(2, "chars")).description == "ba"


def test_shorten_text_drops_dangling_commas_and_refuses_nothing() -> None:
    assert shorten_text("red barn, snow", meter=meter(2)) == "red barn"
    with pytest.raises(UsageError, match="single character"):
        shorten_text("  ", meter=meter(2))


def test_no_phrases() -> None:
    with pytest.raises(ReplyError, match="no phrases"):
        fit_phrases([], meter=meter(5))


def test_price_offer_refuses_what_does_not_fit() -> None:
    with pytest.raises(UsageError, match="costs 2 of a budget of 1words"):
        price_offer([phrase("red barn")], meter=meter(1))


def test_in_bits_the_cheaper_wording_wins_where_the_worth_is_the_same() -> None:
    container = MubFile("", geometry=Geometry.of(768, 512))
    common, rare = "a red boat", "a vermilion dhow"
    phrases = [Phrase(text=text, worth=0.5, kind="object") for text in (rare, common)]
    dear = Meter(Budget(10_000, "bits"), pixels=768 * 512, container=container)
    assert dear.cost(common) < dear.cost(rare)
    for room in (dear.cost(rare), dear.cost(common)):
        meter = Meter(Budget(int(room), "bits"), pixels=768 * 512, container=container)
        assert fit_phrases(phrases, meter=meter).description == common


def test_in_bits_no_offer_makes_a_file_above_the_budget() -> None:
    container = MubFile("", geometry=Geometry.of(640, 427), seed_choice_bits=2)
    texts = ["navy sky", "small charcoal band bottom", "large dull blue circle bottom left", "tall khaki pole bottom"]
    phrases = [Phrase(text=text, worth=0.9 - 0.2 * at, kind="object") for at, text in enumerate(texts)]
    for bits in range(40, 160, 8):
        meter = Meter(Budget(bits, "bits"), pixels=640 * 427, container=container)
        offer = fit_phrases(phrases, meter=meter)
        assert len(pack(replace(container, text=offer.description))) * 8 <= bits
