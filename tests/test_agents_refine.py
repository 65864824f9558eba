"""A model names, the search places: the refining describer, alone and in a run over a server."""

import pytest
from api_server import ApiServer
from PIL import Image

from agents.protocols import DescribeRequest, Terms, Turn
from agents.refine import RefiningDescriber, hire, rewrite
from agents.registry import check_references, speaker_of
from codec.budget import Budget
from codec.command import exit_code_of
from codec.errors import UsageError
from codec.fidelity import fidelity
from codec.meter import Meter
from graph.run import main as run
from sketch.paint import paint
from sketch.parse import parse
from traces.dialogue import Answer, Phrase, Proposal
from traces.folder import find_run
from traces.reader import read_trace

TERMS = Terms(seed=0, folder=None, notify=lambda line: None)
METER = Meter(Budget(30, "tokens"))
MIXED = {"describer": "refine:sketch", "compressor": "sketch", "renderer": "sketch", "critic": "sketch"}


class Namer:
    """Names rightly and places wrongly."""

    def __init__(self, *texts):
        self.phrases = tuple(
            Phrase(text=text, worth=0.9 - 0.2 * place, kind="object") for place, text in enumerate(texts)
        )

    def propose(self, request):
        return Proposal(phrases=self.phrases, note="as seen")

    def answer(self, request):
        return Answer(demand=None, note="fine")


def drawn(text):
    return Image.fromarray(paint(parse(text).scene, 120, 80))


def said(proposal):
    return ", ".join(phrase.text for phrase in proposal.phrases)


def ask(namer, original):
    return RefiningDescriber(namer).propose(DescribeRequest(turn=Turn(round=0), original=original, meter=METER))


def test_nouns_stay_and_the_picture_comes_nearer():
    original = drawn("light blue sky, sand bottom third, large red boat right")
    namer = Namer("gray sky", "brown sand", "white boat left")
    proposal = ask(namer, original)
    assert [c.noun for c in parse(said(proposal)).scene.clauses] == ["sky", "sand", "boat"]
    before = fidelity(original, drawn("gray sky, brown sand, white boat left")).total
    assert fidelity(original, drawn(said(proposal))).total > before + 0.1
    assert [phrase.worth for phrase in proposal.phrases] == [phrase.worth for phrase in namer.phrases]
    assert "placing it by search" in proposal.note


def test_what_does_not_fit_is_proposed_as_it_was_said():
    phrases = Namer("blue sky", "an air of longing", "white boat left").phrases
    found = rewrite(phrases, parse("azure sky, red boat right").scene)
    assert [phrase.text for phrase in found] == ["azure sky", "red boat right", "an air of longing"]
    assert [phrase.worth for phrase in found] == [phrases[0].worth, phrases[2].worth, phrases[1].worth]


def test_moods_keep_their_worth():
    phrases = Namer("sunset", "blue sea").phrases
    assert [(p.text, p.worth) for p in rewrite(phrases, parse("teal sea, sunset").scene)] == [
        ("teal sea", phrases[1].worth),
        ("sunset", phrases[0].worth),
    ]


def test_nothing_understood_is_passed_on():
    assert said(ask(Namer("zorblax"), drawn("blue sky"))) == "zorblax"


def test_it_speaks_for_somebody_and_only_to_the_sketch_painter():
    assert speaker_of("refine:openai:my-vlm") == "openai:my-vlm"
    check_references(MIXED)
    with pytest.raises(UsageError, match="add --renderer sketch"):
        check_references({**MIXED, "renderer": "openai"})
    with pytest.raises(UsageError, match="nobody called 'openia'"):
        check_references({**MIXED, "describer": "refine:openia"})
    with pytest.raises(UsageError, match="such as refine:openai"):
        hire("describer", "", TERMS)
    with pytest.raises(UsageError, match="not the critic"):
        hire("critic", "sketch", TERMS)


def test_a_mixed_team_over_a_server(tmp_path):
    picture = tmp_path / "scene.png"
    drawn("blue sky, green grass bottom half").save(picture)
    with ApiServer() as server:
        words = [picture, "--runs", tmp_path / "runs", "--team", "openai", "--base-url", server.url]
        words += ["--describer", "refine:openai", "--renderer", "sketch", "--budget", "24tokens"]
        code = exit_code_of(run, [*map(str, words), "--stop", "rounds=2", "--quiet"], program="mubpp")
    assert code == 0
    folder = find_run("latest", tmp_path / "runs")
    trace = read_trace(folder)
    assert trace.finished.description
    assert "placing it by search" in (folder.path / "events.jsonl").read_text(encoding="utf-8")
