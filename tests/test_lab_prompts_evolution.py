"""A prompt that evolves over a real local server, where one sentence makes the describer see."""

import json

import pytest
from api_server import _REPLIES, Fault, _all_text
from PIL import Image

from codec.command import exit_code_of
from lab.prompts.__main__ import main
from lab.prompts.candidates import Family
from prompts.loader import load_prompt

pytest.importorskip("gepa")

COLOURS = [(200, 30, 30), (30, 140, 60), (40, 80, 200), (235, 210, 40), (120, 75, 40), (240, 140, 30), (15, 15, 15)]
MAGIC = "Name every colour from left to right."


@pytest.fixture
def images(tmp_path):
    for number in range(7):
        folder = tmp_path / ("search" if number < 1 else "unseen")
        folder.mkdir(exist_ok=True)
        image = Image.new("RGB", (48, 32), COLOURS[number])
        image.paste(COLOURS[number - 1], (24, 0, 48, 32))
        image.save(folder / f"p{number}.png")
    return tmp_path


def teach(lesson):
    """Serve a describer that sees once it is told to, and a reflection that says so (or says something else)."""

    def reply(task, body):
        if task == "ReflectionReply":
            return {"text": lesson(_all_text(body).split("```")[1].strip())}
        if task == "ProposalReply" and MAGIC not in _all_text(body):
            return {**_REPLIES[task](body), "phrases": [{"text": "grey band", "worth": 50, "kind": "object"}]}
        return None

    return reply


def evolve(server, images, budget_calls, *more):
    words = ["evolve", "describer", "--image", images / "search", "--holdout", images / "unseen", "--team", "openai"]
    words += ["--player", "compressor=sketch", "--stop", "rounds=1", "--budget-calls", budget_calls, "--yes", "--quiet"]
    words += [f"--option={word}" for word in ("--base-url", server.url, "--image-sizes", "any")]
    words += ["--folder", images / "lab", *more]
    return exit_code_of(main, [str(word) for word in words], program="mubpp")


def read_outcome(images):
    return json.loads((images / "lab" / "evolution.json").read_text())


def test_a_better_prompt_is_found_and_proves_itself_on_unseen_pictures(server, images, capsys):
    server.reply = teach(lambda words: f"{words}\n{MAGIC}")
    assert evolve(server, images, 112) == 0
    outcome = read_outcome(images)
    assert outcome["finding"] == "better"
    assert MAGIC in "".join(outcome["candidates"][outcome["winner"]].values())
    assert outcome["calls"] <= 112
    assert outcome["calls"] == len(server.seen)
    assert {trial["image"] for trial in outcome["trials"]} == {"p0.png"}
    assert len(outcome["holdout"]) == 6
    assert outcome["winner"] in {name for names in outcome["pareto"].values() for name in names}
    said = capsys.readouterr().out
    assert "Pareto set" in said
    assert "on 6 pictures that it never saw" in said
    asked = len(server.seen)
    assert evolve(server, images, 112) == 0
    assert len(server.seen) == asked


def test_a_lesson_that_helps_nothing_is_no_success(server, images, capsys):
    server.reply = teach(lambda words: f"{words}\nBe brief.")
    assert evolve(server, images, 109) == 1
    assert read_outcome(images)["finding"] == "nothing better found"
    assert "no prompt came out better than the first" in capsys.readouterr().out


def test_a_budget_that_runs_out_before_anything_was_tried_is_said_to_have(server, images, capsys):
    server.reply = teach(lambda words: f"{words}\n{{{{ moon }}}}")
    assert evolve(server, images, 109) == 1
    outcome = read_outcome(images)
    assert outcome["finding"] == "exhausted"
    assert all("'moon'" in why for why in outcome["invalid"].values())
    assert "the budget ran out before any other prompt could be tried" in capsys.readouterr().out


def test_an_evolution_whose_every_run_fails_is_an_error(server, images, capsys):
    server.always["chat"] = Fault(401, {"code": "invalid_api_key", "message": "no"})
    assert evolve(server, images, 150) == 8
    assert "every run of the first prompt failed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--budget-calls", "30"], "is too little for one candidate"),
        (["--team", "sketch"], "no model plays the describer"),
        (["--prompt", "describer=paper"], "the describer's prompt is what evolves"),
        (["--image", "nowhere"], "no pictures at 'nowhere'"),
    ],
)
def test_what_can_t_work_is_said_before_any_call(server, images, capsys, more, says):
    assert evolve(server, images, 150, *more) == 2
    assert says in capsys.readouterr().err
    assert not server.seen


def test_a_candidate_is_a_checked_prompt_file(tmp_path):
    family = Family(ancestor=load_prompt("critic"), folder=tmp_path)
    variant = family.write(family.seed)
    kept = load_prompt(f"critic.{variant}", folder=tmp_path)
    assert {part: words.strip() for part, words in kept.parts.items()} == family.seed
    assert kept.front.replies == load_prompt("critic").front.replies
    assert family.name(family.seed) == variant != family.name({**family.seed, "system": "Judge."})
