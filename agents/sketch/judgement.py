"""How the sketch team judges a picture: by measured likeness, true colours, what it names and what it looks like.

Pixels alone would have every thing drawn as a blot: whoever recognises a picture does it by its nouns, and by what the
whole looks like. Critic and describer judge by the same aspects, so that neither undoes what the other is for. Knows
nothing of weights set by a person.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from weakref import WeakKeyDictionary

from codec.cielab import Floats
from codec.fidelity import WEIGHTS
from sketch.eye import Eye
from sketch.scene import Clause

FEATURES: Final = "features"
"""How alike picture and original are to the recogniser's network (`sketch.eye_features`).

Asking the network takes as long as painting and measuring thirty scenes, so it is asked of few.
"""

ASPECTS: Final[Mapping[str, float]] = MappingProxyType({**WEIGHTS, "accuracy": 28.0, "names": 3.0, FEATURES: 14.0})
"""What each aspect counts: those of `codec.fidelity` together 1, as in its total.

"accuracy" is the describer's `sketch.eye_judge.ACCURACY` a unit of ΔE, "names" a little more than its nouns can earn.
"""

TIE: Final = 0.0002
"""Scores nearer to each other than this are a tie: less than any eye sees."""

_FAR: Final = 50.0
"""The mean colour difference (ΔE 1976) from which on accuracy is 0."""

_MOST_AT_ONCE: Final = 12
"""So many scenes are judged together: more of them don't fit into a core's cache."""

_MOST_KEPT: Final = 2000
"""Aspects of so many scenes are kept for an eye, since round after round asks for them: about a kilobyte each."""

_kept: WeakKeyDictionary[Eye, dict[tuple[Clause, ...], Mapping[str, float]]] = WeakKeyDictionary()


def aspects_of(eye: Eye, lab: Floats, clauses: Sequence[Clause]) -> dict[str, float]:
    """Judge a picture that was drawn from clauses by all aspects but `FEATURES`, each from 0 to 1.

    `lab` is the picture on the raster of the eye's measure, (height, width, 3). "accuracy" falls with the mean colour
    difference over all pixels, which the fidelity lets saturate; "names" is the share of what the recogniser is
    sure of that the clauses name where it is.
    """
    return aspects_of_each(eye, lab[None], [clauses])[0]


def aspects_of_each(eye: Eye, labs: Floats, scenes: Sequence[Sequence[Clause]]) -> list[dict[str, float]]:
    """Judge several pictures, (n, height, width, 3), which takes less time than one by one."""
    likeness = eye.measure.of_labs(labs)
    return [
        {**measured.aspects, "accuracy": max(0.0, 1 - measured.delta_e / _FAR), "names": eye.named(clauses)}
        for measured, clauses in zip(likeness, scenes, strict=True)
    ]


def aspects_of_scenes(eye: Eye, scenes: Sequence[Sequence[Clause]]) -> list[Mapping[str, float]]:
    """Paint scenes on the eye's raster and judge them as `aspects_of` does; what was judged before is looked up."""
    kept = _kept.setdefault(eye, {})
    asked = [tuple(clauses) for clauses in scenes]
    # Several threads may share an eye: what another drops is still known here.
    known = {clauses: found for clauses in asked if (found := kept.get(clauses)) is not None}
    fresh = [clauses for clauses in dict.fromkeys(asked) if clauses not in known]
    for first in range(0, len(fresh), _MOST_AT_ONCE):
        some = fresh[first : first + _MOST_AT_ONCE]
        known.update(zip(some, aspects_of_each(eye, eye.draw_many(some), some), strict=True))
    if len(kept) + len(fresh) > _MOST_KEPT:
        kept.clear()
    kept.update(known)
    return [known[clauses] for clauses in asked]
