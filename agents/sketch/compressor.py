"""The sketch team's compressor: it fits any phrases into a budget by what they pay; it sees no picture at all."""

from collections.abc import Sequence

from agents.fit import fit_phrases, join_phrases, value_phrases
from agents.protocols import CompressRequest
from codec.meter import Meter
from traces.dialogue import Cut, Offer, Rent


class SketchCompressor:
    """Spends the budget where the rent per unit of cost is highest."""

    def offer(self, request: CompressRequest) -> Offer:
        """Fit the proposal into the budget, obeying a demand where that fits; see `agents.fit.fit_phrases`."""
        keep, give_up = _demanded(request)
        offer = fit_phrases(
            request.proposal.phrases, meter=request.meter, rents=request.rents, keep=keep, give_up=give_up
        )
        offer = offer.model_copy(update={"cut": _explain(offer, request.rents, request.meter)})
        return offer.model_copy(update={"note": _note(request, offer)})


def _demanded(request: CompressRequest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the phrases to keep and to give up: what is contested changes, the rest of the refused offer stays."""
    if request.demand is None:
        return (), ()
    wanted = request.demand.keep.text
    gone = (request.demand.give_up.text,) if request.demand.give_up else ()
    stayed = [kept.phrase.text for kept in request.refused.kept] if request.refused else []
    keep = [text for text in stayed if text not in gone and text != wanted]
    order = {phrase.text: place for place, phrase in enumerate(request.proposal.phrases)}
    whole = sorted([wanted, *keep], key=lambda text: order.get(text, len(order)))
    if request.meter.fits(join_phrases(whole)):
        return tuple(whole), gone
    return (wanted,), gone


def _explain(offer: Offer, rents: Sequence[Rent], meter: Meter) -> tuple[Cut, ...]:
    """Put figures to the cuts that were made for the budget's sake."""
    phrases = [kept.phrase for kept in offer.kept] + [cut.phrase for cut in offer.cut]
    values = dict(zip((phrase.text for phrase in phrases), value_phrases(phrases, rents=rents), strict=True))
    paid = [values[kept.phrase.text] / kept.cost for kept in offer.kept if kept.cost > 0]
    unit = meter.budget.unit.removesuffix("s") if meter.budget.unit != "ubpp" else "ubpp"
    explained = []
    for cut in offer.cut:
        pays = values[cut.phrase.text] / cut.cost if cut.cost > 0 else 0.0
        left = meter.limit - offer.cost
        if cut.reason not in {"worth least for the budget", "too dear for what it is worth"} or not paid:
            explained.append(cut)
        elif pays < min(paid):
            reason = f"{pays:.3f} per {unit}, the least that stayed pays {min(paid):.3f}"
            explained.append(cut.model_copy(update={"reason": reason}))
        else:
            reason = f"needs {cut.cost:g} {meter.budget.unit}, {left:g} left"
            explained.append(cut.model_copy(update={"reason": reason}))
    return tuple(explained)


def _note(request: CompressRequest, offer: Offer) -> str:
    """Sum the offer up in one line."""
    kept = {each.phrase.text for each in offer.kept}
    if request.demand is not None:
        wish = request.demand.keep.text
        return f"Very well: {wish} stays." if wish in kept else f"I can't fit {wish}; my offer stands."
    every = len(offer.kept) + len(offer.cut)
    cost = f"{offer.cost:g} of {offer.limit:g} {request.meter.budget.unit}"
    if not offer.cut:
        return f"All {every} phrases fit: {cost}."
    dearest = max(offer.cut, key=lambda cut: cut.phrase.worth).phrase.text
    return f"{len(offer.kept)} of {every} phrases fit, {cost}; I left out {dearest}."
