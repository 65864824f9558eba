"""Chooses which phrases a budget can carry, in code, for every compressor; knows nothing of pictures and models.

The one function that most callers want:

    fit_phrases(phrases, *, meter, rents=(), keep=(), give_up=(), note="") -> Offer

It never returns an offer above `meter.limit`, keeps the order of the proposal, and accounts for every phrase exactly
once: in `kept`, or in `cut` with a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from codec.errors import ReplyError, UsageError
from codec.meter import Meter
from traces.dialogue import Cut, Kept, Offer, Phrase, Rent

SEPARATOR: Final = ", "
"""What stands between two phrases in a description."""


def join_phrases(texts: Iterable[str]) -> str:
    """Write phrases as one description.

    >>> join_phrases(["a red barn", "snow below"])
    'a red barn, snow below'
    """
    return SEPARATOR.join(texts)


def value_phrases(phrases: Sequence[Phrase], *, rents: Sequence[Rent] = ()) -> tuple[float, ...]:
    """Say what each phrase is worth to the picture, in the order given.

    A phrase that the critic priced is worth its rent, any other what the describer says. Rents are losses of score and
    worths are opinions from 0 to 1, so rents are scaled until the positive ones sum to the worths of the same phrases;
    a negative rent stays negative.
    """
    by_text = {rent.phrase.casefold(): rent.rent for rent in rents}
    keys = [phrase.text.casefold() for phrase in phrases]
    priced = [(phrase.worth, by_text[key]) for phrase, key in zip(phrases, keys, strict=True) if key in by_text]
    earned = sum(rent for _, rent in priced if rent > 0)
    opinion = sum(worth for worth, rent in priced if rent > 0)
    scale = opinion / earned if earned > 0 and opinion > 0 else 1.0
    return tuple(
        by_text[key] * scale if key in by_text else phrase.worth for phrase, key in zip(phrases, keys, strict=True)
    )


def price_offer(
    kept: Sequence[Phrase],
    *,
    cut: Sequence[tuple[Phrase, str]] = (),
    meter: Meter,
    note: str = "",
) -> Offer:
    """Make an offer of a choice already made: price the description, each phrase in it, and each cut (with its reason).

    Raises UsageError if the description is above the budget.
    """
    texts = [phrase.text for phrase in kept]
    description = join_phrases(texts)
    cost = meter.cost(description)
    if cost > meter.limit:
        raise UsageError(f"the description costs {cost:g} of a budget of {meter.budget}")
    prices = [cost - _cost(meter, texts[:i] + texts[i + 1 :]) for i in range(len(texts))]
    return Offer(
        description=description,
        cost=cost,
        limit=meter.limit,
        kept=tuple(Kept(phrase=phrase, cost=price) for phrase, price in zip(kept, prices, strict=True)),
        cut=tuple(
            Cut(phrase=phrase, cost=meter.cost(join_phrases([*texts, phrase.text])) - cost, reason=reason)
            for phrase, reason in cut
        ),
        note=note,
    )


def fit_phrases(
    phrases: Sequence[Phrase],
    *,
    meter: Meter,
    rents: Sequence[Rent] = (),
    keep: Sequence[str] = (),
    give_up: Sequence[str] = (),
    note: str = "",
) -> Offer:
    """Keep what is worth most for its cost, within the budget, in the order given.

    `keep` and `give_up` are texts of phrases: the first go in before any other while they fit, the second stay out. A
    phrase whose rent is negative stays out unless it is in `keep`. If no phrase fits whole, the most valuable one is
    shortened.

    Raises ReplyError if there are no phrases, UsageError if the budget can't carry a single character.
    """
    if not phrases:
        raise ReplyError("there are no phrases to make a description of")
    values = dict(enumerate(value_phrases(phrases, rents=rents)))
    wanted = {text.casefold() for text in keep}
    unwanted = {text.casefold() for text in give_up} - wanted
    reasons = _refuse(phrases, values=values, wanted=wanted, unwanted=unwanted)
    open_ones = [i for i in values if i not in reasons]
    if not open_ones:
        open_ones = [max(values, key=lambda i: (values[i], -i))]
        reasons.pop(open_ones[0])
    forced = [i for i in open_ones if phrases[i].text.casefold() in wanted]
    chosen = _choose(phrases, open_ones, forced=forced, values=values, meter=meter)
    if not chosen:
        return _shorten_best(phrases, open_ones, values=values, reasons=reasons, meter=meter, note=note)
    cut = [
        (phrases[i], reasons.get(i) or _explain_cut(i, chosen, values=values))
        for i in range(len(phrases))
        if i not in chosen
    ]
    return price_offer([phrases[i] for i in sorted(chosen)], cut=cut, meter=meter, note=note)


def _cost(meter: Meter, texts: Sequence[str]) -> int | float:
    """Price a description of these phrases; none at all cost nothing."""
    return meter.cost(join_phrases(texts)) if texts else 0


def _refuse(
    phrases: Sequence[Phrase], *, values: Mapping[int, float], wanted: set[str], unwanted: set[str]
) -> dict[int, str]:
    """Name the phrases that stay out whatever they cost, with the reason."""
    reasons: dict[int, str] = {}
    seen: set[str] = set()
    for i, phrase in enumerate(phrases):
        text = phrase.text.casefold()
        if text in seen:
            reasons[i] = "said already"
        elif text in unwanted:
            reasons[i] = "given up by the describer"
        elif values[i] < 0 and text not in wanted:
            reasons[i] = "the picture is better without it"
        seen.add(text)
    return reasons


def _choose(
    phrases: Sequence[Phrase],
    open_ones: Sequence[int],
    *,
    forced: Sequence[int],
    values: Mapping[int, float],
    meter: Meter,
) -> set[int]:
    """Fill the budget twice, by value per cost and by value alone, improve both by swaps, and take the better."""
    alone = {i: meter.cost(phrases[i].text) for i in open_ones}
    free = [i for i in open_ones if i not in forced]
    by_rate = sorted(free, key=lambda i: (-values[i] / max(alone[i], 1e-9), i))
    by_value = sorted(free, key=lambda i: (-values[i], i))
    best: set[int] = set()
    for order in (by_rate, by_value):
        filled = _fill([*forced, *order], phrases=phrases, meter=meter)
        improved = _swap(filled, by_value, fixed=set(forced), phrases=phrases, values=values, meter=meter)
        if not best or _total(improved, values) > _total(best, values) + 1e-12:
            best = improved
    return best


def _total(chosen: Iterable[int], values: Mapping[int, float]) -> float:
    """Sum the values of a choice, in a fixed order so that the sum is the same everywhere."""
    return sum(values[i] for i in sorted(chosen))


def _fill(order: Sequence[int], *, phrases: Sequence[Phrase], meter: Meter) -> set[int]:
    """Take phrases in this order of preference while the whole description fits."""
    chosen: set[int] = set()
    for i in order:
        if meter.fits(join_phrases(phrases[j].text for j in sorted(chosen | {i}))):
            chosen.add(i)
    return chosen


def _swap(
    chosen: set[int],
    by_value: Sequence[int],
    *,
    fixed: set[int],
    phrases: Sequence[Phrase],
    values: Mapping[int, float],
    meter: Meter,
) -> set[int]:
    """Replace kept phrases by more valuable ones left out, wherever the description still fits; then fill up."""
    result = set(chosen)
    for i in by_value:
        if i in result:
            continue
        for j in sorted(result - fixed, key=lambda j: (values[j], j)):
            if values[j] >= values[i]:
                break
            candidate = (result - {j}) | {i}
            if meter.fits(join_phrases(phrases[k].text for k in sorted(candidate))):
                result = candidate
                break
    for i in by_value:
        candidate = result | {i}
        if i not in result and meter.fits(join_phrases(phrases[k].text for k in sorted(candidate))):
            result = candidate
    return result


def _explain_cut(i: int, chosen: set[int], *, values: Mapping[int, float]) -> str:
    """Say why an open phrase was left out."""
    if values[i] <= min(values[j] for j in chosen):
        return "worth least for the budget"
    return "too dear for what it is worth"


def _shorten_best(
    phrases: Sequence[Phrase],
    open_ones: Sequence[int],
    *,
    values: Mapping[int, float],
    reasons: Mapping[int, str],
    meter: Meter,
    note: str,
) -> Offer:
    """Offer the start of the most valuable phrase when none fits whole."""
    best = max(open_ones, key=lambda i: (values[i], -i))
    shortened = phrases[best].model_copy(update={"text": shorten_text(phrases[best].text, meter=meter)})
    cut = [
        (phrase, reasons.get(i, f"shortened to {shortened.text!r}" if i == best else "doesn't fit the budget alone"))
        for i, phrase in enumerate(phrases)
    ]
    return price_offer([shortened], cut=cut, meter=meter, note=note)


def shorten_text(text: str, *, meter: Meter) -> str:
    """Return the longest start of a text that fits: whole words if one does, else characters.

    Raises UsageError if not even one character fits.
    """
    words = text.split()
    for count in range(len(words), 0, -1):
        start = " ".join(words[:count]).rstrip(",;:")
        if start and meter.fits(start):
            return start
    for length in range(len(words[0]) if words else 0, 0, -1):
        if meter.fits(words[0][:length]):
            return words[0][:length]
    raise UsageError(f"a budget of {meter.budget} can't carry a single character of a description")
