"""The equal-image-budget control: N rounds of reflection against the best of N descriptions made independently.

Both arms draw N pictures with the same team under the same budget, and every picture is measured against the one
original. Knows nothing of how runs are played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from PIL import Image

from lab.statistics import Interval, PairedTest, bootstrap_interval, count_needed, sign_flip_test

JITTER = 12.0
"""Standard deviation, in levels of 255, of the mottle that a describer without chance of its own gets to see."""
_CELLS = 16
"""Patches of mottle along the longest side: finer noise averages out before anyone describes it."""

_LEAST_IMAGES = 6
"""Fewer signs than this can't all fall alike less than 5 times in 100."""

LEAST_SCORE_GAIN = 0.002
"""A difference that nobody would see; less than this between two arms is a tie."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Both arms on one picture."""

    image: str
    reflected: tuple[float, ...]
    """Likeness of the picture of each round, in order."""
    independent: tuple[float, ...]
    """Likeness of the picture of each independent description."""
    descriptions: tuple[str, ...]
    """Of the independent arm: as many different ones as there are tell how independent it was."""

    def reflected_best(self, count: int) -> float:
        """Best likeness after so many rounds."""
        return max(self.reflected[:count])

    def independent_best(self, count: int) -> float:
        """Return the expected best of so many of the independent pictures, over all choices of them."""
        return expect_best(self.independent, count)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both arms at one number of pictures."""

    pictures: int
    """Drawn by each arm for each image."""
    reflected: Interval
    independent: Interval
    difference: Interval
    """Reflection minus best-of-N."""
    test: PairedTest
    needed: int | None
    """Images that would be needed to tell a difference of the size seen; None: there is none."""


def expect_best(scores: Sequence[float], count: int) -> float:
    """Return the expected maximum of `count` scores drawn without replacement.

    >>> expect_best([0.1, 0.2, 0.4], 3), round(expect_best([0.1, 0.2, 0.4], 2), 4)
    (0.4, 0.3333)
    """
    ordered, total = sorted(scores), comb(len(scores), count)
    return sum(score * comb(rank, count - 1) for rank, score in enumerate(ordered)) / total


def compare_arms(pairs: Sequence[Pair], *, pictures: int, seed: int = 0) -> Comparison:
    """Compare the arms at a number of pictures, paired by image; raises UsageError without pairs."""
    reflected = [pair.reflected_best(pictures) for pair in pairs]
    independent = [pair.independent_best(pictures) for pair in pairs]
    differences = [a - b for a, b in zip(reflected, independent, strict=True)]
    return Comparison(
        pictures=pictures,
        reflected=bootstrap_interval(reflected, seed=seed),
        independent=bootstrap_interval(independent, seed=seed),
        difference=bootstrap_interval(differences, seed=seed),
        test=sign_flip_test(differences, tolerance=LEAST_SCORE_GAIN, seed=seed),
        needed=count_needed(differences),
    )


def conclude(comparison: Comparison) -> str:
    """Say in one sentence what reflection bought.

    Three things may be known: that one arm is better (the test, and a difference that can be seen), that they come to
    the same (the whole interval is too small to be seen), or neither.
    """
    test, count, interval = comparison.test, comparison.pictures, comparison.difference
    ends = "" if interval.low is None else f" [{interval.low:+.4f}, {interval.high:+.4f}]"
    won = f"{test.wins}/{test.ties}/{test.losses} won/tied/lost"
    figures = f"mean difference {test.mean:+.4f}{ends}, p {test.p:.3f}, {won}"
    arms = f"{count} rounds of reflection and the best of {count} independent descriptions"
    if test.p <= 0.05 and abs(test.mean) >= LEAST_SCORE_GAIN:
        word = "buys likeness" if test.mean > 0 else "buys nothing: independent descriptions do better"
        return f"reflection {word} at the same number of pictures ({figures})"
    if test.p <= 0.05 or is_too_small(interval):
        same = f"come to the same, as far as a difference of {LEAST_SCORE_GAIN} can be seen"
        return f"reflection buys nothing that could be seen: {arms} {same} ({figures})"
    images = f"{test.count} image{'s' * (test.count != 1)}"
    needed = f"; about {comparison.needed} would be needed for a difference of this size" if comparison.needed else ""
    few = f" (below {_LEAST_IMAGES} no test can tell, whatever they show)" if test.count < _LEAST_IMAGES else ""
    return f"{arms} are not distinguishable with {images} ({figures}){needed}{few}"


def is_too_small(difference: Interval) -> bool:
    """Tell whether the whole interval of a difference lies where nobody would see it (an equivalence test)."""
    low, high = difference.low, difference.high
    return low is not None and high is not None and -LEAST_SCORE_GAIN < low <= high < LEAST_SCORE_GAIN


def jitter(image: Image.Image, *, number: int, seed: int) -> Image.Image:
    """Return the n-th mottled copy of a picture; number 0 is the picture itself.

    A describer that leaves nothing to chance says the same of the same picture; of a copy with a faint mottle it says
    what it might as well have said.
    """
    if number == 0:
        return image
    rng = np.random.default_rng([seed, number])
    pixels = np.asarray(image.convert("RGB"), np.float64)
    side = -(-max(image.size) // _CELLS)
    grain = rng.normal(0, JITTER, (-(-image.height // side), -(-image.width // side), 3))
    coarse = np.kron(grain, np.ones((side, side, 1)))[: image.height, : image.width]
    return Image.fromarray((pixels + coarse).round().clip(0, 255).astype(np.uint8))
