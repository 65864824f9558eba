"""What the state machine costs beside the agents: `python -m benchmarks.overhead`, in processor time and wall time.

The same instant agents play the same rounds twice: through the graph, with checkpoints and a trace on disk, and by
plain function calls in the same order. Two lengths of run tell what a round adds from what a run takes once.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from agents.fit import fit_phrases
from agents.protocols import (
    AnswerRequest,
    CompareRequest,
    CompressRequest,
    CritiqueRequest,
    DescribeRequest,
    Rendering,
    RenderRequest,
    Team,
    Turn,
)
from codec.budget import parse_budget
from codec.command import Parser, run_command
from codec.fidelity import Measure
from codec.meter import Meter
from codec.photo import Photo, load_photo
from graph.casting import Cast
from graph.session import Order, open_run, play
from graph.state import Task
from traces.dialogue import Answer, Critique, Offer, Phrase, Picture, Proposal, Verdict

BUDGET = "20tokens"
_SHORT = 2
"""Rounds of the shorter run."""


@dataclass
class Instant:
    """All four roles at once, answering as fast as can be."""

    picture: Image.Image
    decoder: str = "sketch"
    free: bool = False

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose two phrases, another one every round."""
        texts = ("blue sky", f"red barn number {request.turn.round}")
        return Proposal(phrases=tuple(Phrase(text=text, worth=0.5, kind="object") for text in texts))

    def answer(self, _request: AnswerRequest) -> Answer:
        """Accept."""
        return Answer(demand=None)

    def offer(self, request: CompressRequest) -> Offer:
        """Fit the phrases."""
        return fit_phrases(request.proposal.phrases, meter=request.meter)

    def render(self, _request: RenderRequest) -> Rendering:
        """Return the same small picture."""
        return Rendering(image=self.picture)

    def critique(self, request: CritiqueRequest) -> Critique:
        """Score what was measured."""
        return Critique(score=request.fidelity, fidelity=request.fidelity)

    def compare(self, _request: CompareRequest) -> Verdict:
        """Prefer the newcomer."""
        return Verdict(winner="newcomer", reason="newer")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where instant agents play: a picture and a folder of runs."""

    photo: Photo
    order: Order
    agents: Instant

    @classmethod
    def of(cls, path: Path, runs: Path) -> "Stage":
        """Set the stage for a picture; raises PictureError when it can't be read."""
        photo = load_photo(path)
        names = dict.fromkeys(("describer", "compressor", "renderer", "critic"), "sketch")
        cast = Cast(references=names, why="benchmark", models={}, prompts={})
        order = Order(photo=photo, path=path, runs=runs, cast=cast)
        return cls(photo=photo, order=order, agents=Instant(Image.new("RGB", (96, 64), (90, 120, 160))))

    @property
    def team(self) -> Team:
        """The agents in all roles."""
        return Team(describer=self.agents, compressor=self.agents, renderer=self.agents, critic=self.agents)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = Parser(prog="python -m benchmarks.overhead", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photo", type=Path, help="any picture")
    parser.add_argument("--rounds", type=int, default=20, help="rounds a run (default %(default)s)")
    parser.add_argument("--runs", type=int, default=20, help="runs in this one process (default %(default)s)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        print(*measure(options, Path(scratch)), sep="\n")
    return 0


def measure(options: argparse.Namespace, scratch: Path) -> list[str]:
    """Play through the graph and plainly; say what a round takes."""
    stage = Stage.of(options.photo, scratch)

    def through_the_graph(rounds: int) -> tuple[float, float]:
        """Return processor and wall seconds, each the least of all runs."""
        taken = [play_once(stage, rounds=rounds) for _ in range(options.runs)]
        return min(cpu_s for cpu_s, _ in taken), min(wall_s for _, wall_s in taken)

    short, long = through_the_graph(_SHORT), through_the_graph(_SHORT + options.rounds)
    cpu_ms, wall_ms = ((b - a) / options.rounds * 1e3 for a, b in zip(short, long, strict=True))
    plain_ms = (
        min(_play_plainly(stage.agents, stage.photo.image, options.rounds) for _ in range(5)) / options.rounds * 1e3
    )
    return [
        f"{options.runs} runs each of {_SHORT} and {_SHORT + options.rounds} rounds with instant agents; least times",
        f"a round through the graph, checkpoints and trace included: {cpu_ms:.2f} ms of processor, "
        f"{wall_ms:.2f} ms of wall",
        f"a round by plain function calls: {plain_ms:.2f} ms of processor",
        f"orchestration: {cpu_ms - plain_ms:.2f} ms of processor a round",
        f"a run of {_SHORT} rounds in all: {short[0] * 1e3:.0f} ms of processor",
    ]


def play_once(stage: Stage, *, rounds: int) -> tuple[float, float]:
    """Play one run; its processor and wall seconds, making the folder apart."""
    photo = stage.photo

    def plan(original: Picture) -> Task:
        size = {"width": photo.width, "height": photo.height}
        return Task(original=original, budget=BUDGET, stops=f"rounds={rounds}", **size)

    folder, task = open_run(stage.order, plan)
    began_cpu_s, began_s = time.process_time(), time.perf_counter()
    play(folder, task, lambda _notify: stage.team)
    return time.process_time() - began_cpu_s, time.perf_counter() - began_s


def _play_plainly(agents: Instant, original: Image.Image, rounds: int) -> float:
    """Ask the same agents in the same order without a graph, a checkpoint or a trace; the processor's seconds."""
    measure_of, meter = Measure(original), Meter(parse_budget(BUDGET))
    began_s = time.process_time()
    for number in range(rounds):
        turn = Turn(round=number)
        proposal = agents.propose(DescribeRequest(turn=turn, original=original, meter=meter))
        offer = agents.offer(CompressRequest(turn=turn, proposal=proposal, meter=meter))
        request = RenderRequest(turn=turn, description=offer.description, width=96, height=64)
        picture = agents.render(request).image
        assert picture is not None
        likeness = measure_of.of(picture).total
        agents.critique(CritiqueRequest(turn=turn, original=original, picture=picture, offer=offer, fidelity=likeness))
    return time.process_time() - began_s


if __name__ == "__main__":
    run_command(main, program="benchmarks.overhead")
