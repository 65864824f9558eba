"""Turns the dialogue's values into the plain numbers and words that prompts show; asks nobody."""

from typing import Any

from codec.meter import Meter
from traces.dialogue import Past, Round, Share

_SHORT = "red barn right, snowy field"
_LONG = f"{_SHORT}, dark pines behind, grey evening sky, wooden fence in front"


def tell_percent(share: Share) -> int:
    """Write a share as a whole percentage."""
    return round(100 * share)


def tell_budget(meter: Meter) -> dict[str, Any]:
    """Say what the budget is, and about how many words of a caption it carries (measured on an example)."""
    words_apart = len(_LONG.split()) - len(_SHORT.split())
    per_word = max(meter.cost(_LONG) - meter.cost(_SHORT), 1e-9) / words_apart
    fixed = meter.cost(_SHORT) - per_word * len(_SHORT.split())
    words = max(round((meter.limit - fixed) / per_word), 1)
    return {"limit": meter.limit, "unit": meter.budget.unit, "advice": f"about {words} English words"}


def tell_round(said: Round | None) -> dict[str, Any] | None:
    """Say what became of a round; None: there is none."""
    if said is None:
        return None
    critique = said.critique
    return {
        "round": said.number,
        "description": said.offer.description,
        "cost": f"{said.offer.cost:g}",
        "score": None if critique is None else tell_percent(critique.score),
        "fidelity": None if critique is None else tell_percent(critique.fidelity),
        "remarks": []
        if critique is None
        else [
            {
                "fault": remark.fault,
                "text": remark.text,
                "weight": tell_percent(remark.weight),
                "phrase": remark.phrase or "",
            }
            for remark in sorted(critique.remarks, key=lambda remark: -remark.weight)
        ],
        "rents": []
        if critique is None
        else [{"phrase": rent.phrase, "rent": round(100 * rent.rent)} for rent in critique.rents],
        "cut": [{"text": cut.phrase.text, "reason": cut.reason} for cut in said.offer.cut],
    }


def tell_past(past: Past) -> dict[str, Any]:
    """Say what an earlier round said and scored."""
    score = None if past.score is None else tell_percent(past.score)
    return {"round": past.number, "description": past.description, "score": score}


def clean_words(text: str) -> str:
    r"""Put a model's words on one line, without separators around them.

    >>> clean_words(" red barn,\n right; ")
    'red barn, right'
    """
    return " ".join(text.split()).strip(" ,;")
