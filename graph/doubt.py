"""Holds the judged score against the measured fidelity and says where they contradict each other.

A critic that reads can be talked into anything: by letters in the picture, by a phrase, by a bad day. The measurement
can't be talked to. Knows nothing of who judged, and decides nothing: a doubt is recorded and shown, never acted upon.
"""

from typing import Final

from traces.dialogue import Critique, Doubt, Round

JUMP: Final = 0.15
"""A judged score has to rise by more than this over the best round before, and by more than three times the measured
noise of the score where that is known, before it is doubted."""

FIDELITY_NOISE: Final = 0.01
"""A rise of the fidelity up to this is none."""

NEAR_PERFECT: Final = 0.9
"""From here on, by the critic's own scale, differences must be searched for."""

UNRELATED: Final = 0.35
"""Unrelated photographs have a fidelity of 0.21 to 0.31, a plain grey card up to 0.35 (the three of `examples/`)."""


def find_doubt(critique: Critique | None, *, best: Round | None, noise: float | None) -> Doubt | None:
    """Say why a judged score may be wrong; None where the measurement doesn't contradict it.

    `best` is the best round before; `noise` the measured spread (standard deviation) of the score, None if unknown.
    """
    if critique is None:
        return None
    if critique.score >= NEAR_PERFECT and critique.fidelity <= UNRELATED:
        says = (
            f"judged {critique.score:.3f}, but the fidelity is {critique.fidelity:.3f}: what unrelated pictures measure"
        )
        return Doubt(kind="level", judged=critique.score, measured=critique.fidelity, says=says)
    if best is None or best.critique is None:
        return None
    judged, measured = critique.score - best.critique.score, critique.fidelity - best.critique.fidelity
    if judged <= max(JUMP, 3 * (noise or 0.0)) or measured > FIDELITY_NOISE:
        return None
    says = f"the judged score rose by {judged:.3f} over round {best.number}, the fidelity by {measured:.3f}"
    return Doubt(kind="jump", judged=judged, measured=measured, says=says)
