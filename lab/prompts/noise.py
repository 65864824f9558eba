"""The noise floor: the same description drawn and judged again and again, and how far the scores spread.

Knows nothing of variants.
"""

import contextlib
import math
import statistics
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from agents.protocols import CritiqueRequest, RenderRequest, Team, Turn
from codec.errors import RunStateError
from codec.fidelity import Measure
from graph.casting import Access, hiring
from graph.session import task_of
from lab.prompts.play import Spent, spent_by
from traces.dialogue import Round
from traces.folder import RunFolder, write_whole
from traces.reader import Trace, read_trace


class Spread(BaseModel):
    """What measuring one picture's noise came to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    run: str
    """The run whose description was drawn again."""
    description: str
    scores: list[float]
    fidelities: list[float]
    refused: int = 0
    """Drawings that failed; they are in no figure."""

    @property
    def score_spread(self) -> float | None:
        """Standard deviation of the score; None: fewer than two drawings."""
        return statistics.stdev(self.scores) if len(self.scores) > 1 else None

    @property
    def fidelity_spread(self) -> float | None:
        """Standard deviation of the measured likeness; None: fewer than two drawings."""
        return statistics.stdev(self.fidelities) if len(self.fidelities) > 1 else None


class NoiseFloor(BaseModel):
    """The spread on every picture that was measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int
    """Drawings a picture."""
    images: dict[str, Spread]

    def pooled(self, metric: str) -> float | None:
        """Pool the pictures' variances into one standard deviation; None: nothing was measured of this metric."""
        if metric not in {"score", "fidelity"}:
            return None
        found = [s.score_spread if metric == "score" else s.fidelity_spread for s in self.images.values()]
        variances = [spread**2 for spread in found if spread is not None]
        return math.sqrt(sum(variances) / len(variances)) if variances else None


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """What is drawn again."""

    trace: Trace
    best: Round
    team: Team
    access: Access


def read_noise(folder: Path) -> NoiseFloor | None:
    """Read an experiment's noise floor; None: not measured."""
    path = folder / "noise.json"
    return NoiseFloor.model_validate_json(path.read_bytes()) if path.exists() else None


def keep_noise(folder: Path, floor: NoiseFloor) -> None:
    """Keep an experiment's noise floor."""
    write_whole(folder / "noise.json", floor.model_dump_json(indent=1).encode())


def measure_spread(run: RunFolder, *, count: int, access: Access, home: Path) -> tuple[Spread, Spent]:
    """Draw and judge the best description of a run `count` times, each an occasion of its own.

    The calls are on record in `home`, so that measuring again costs nothing. Raises RunStateError for a run without a
    picture, and what the team raises.
    """
    trace = read_trace(run)
    best = next((event.outcome for event in reversed(trace.rounds) if event.past.accepted), None)
    if best is None or best.chosen is None:
        raise RunStateError(f"{run.id}: no round of it has a picture, so its noise can't be measured")
    folder = RunFolder(home / run.id)
    if not folder.settings.exists():
        write_whole(folder.settings, run.settings.read_bytes())
    with contextlib.ExitStack() as stack:
        team = hiring(folder, task_of(run), access, stack)(lambda _text: None)
        scene = _Scene(trace=trace, best=best, team=team, access=access)
        drawn = [_draw_again(scene, run, repeat=repeat) for repeat in range(1, count + 1)]
    good = [one for one in drawn if one is not None]
    spread = Spread(
        run=run.id,
        description=best.offer.description,
        scores=[score for score, _ in good],
        fidelities=[fidelity for _, fidelity in good],
        refused=len(drawn) - len(good),
    )
    return spread, spent_by(folder)


def _draw_again(scene: _Scene, run: RunFolder, *, repeat: int) -> tuple[float, float] | None:
    """Draw and judge once; None: the renderer refused."""
    task = task_of(run)
    original = run.load_picture(task.original)
    assert scene.best.chosen is not None
    turn = Turn(round=scene.best.number, candidate=scene.best.chosen.seed_choice, repeat=repeat)
    width, height = task.geometry.canvas()
    rendering = scene.team.renderer.render(
        RenderRequest(
            turn=turn,
            description=scene.best.offer.description,
            width=width,
            height=height,
            seed_choice=scene.best.chosen.seed_choice,
        )
    )
    if rendering.image is None:
        return None
    fidelity = Measure(original).of(rendering.image).total
    critique = scene.team.critic.critique(
        CritiqueRequest(
            turn=turn, original=original, picture=rendering.image, offer=scene.best.offer, fidelity=fidelity
        )
    )
    return critique.score, fidelity
