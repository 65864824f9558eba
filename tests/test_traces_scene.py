from pathlib import Path

import pytest

from tests.fake_run import BUDGET, PHRASES, SCORES, interrupt, make_folder, play, play_round, start
from traces.events import Consulted, Noted, Resumed
from traces.folder import RunFolder
from traces.scene import Limits, Scene


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return make_folder(tmp_path / "run")


def test_what_goes_on_is_told_after_every_event(folder: RunFolder) -> None:
    scene = Scene(limits=Limits(haggles=1))
    doing = []
    for event in [start(folder), *play_round(folder, 0), *play_round(folder, 1)]:
        scene = scene.after(event)
        doing.append(scene.doing)
    assert doing == [
        "the describer looks at the picture",
        "the compressor fits the phrases into the budget",
        "the describer reads the offer",
        "the renderer draws",
        "the critic looks at the picture",
        "the rounds are compared",
        "the describer thinks again",
        "the compressor fits the phrases into the budget",
        "the describer reads the offer",
        "the compressor answers",
        "the renderer draws",
        "the critic looks at the picture",
        "the rounds are compared",
        "the describer thinks again",
    ]


def test_candidates_are_counted(folder: RunFolder) -> None:
    scene = Scene(limits=Limits(haggles=0, candidates=3)).after(start(folder))
    proposed, offered, _, rendered, *_ = play_round(folder, 0)
    scene = scene.after(proposed).after(offered)
    assert scene.doing == "the renderer draws candidate 1 of 3"
    scene = scene.after(rendered).after(rendered)
    assert scene.doing == "the renderer draws candidate 3 of 3"
    assert scene.after(rendered).doing == "the critic looks at the picture"


def test_the_best_and_the_newest_are_told_apart(folder: RunFolder) -> None:
    scene = Scene()
    for event in play(folder, rounds=3):
        scene = scene.after(event)
    assert scene.best_round == 1
    assert scene.best_score == SCORES[1]
    assert scene.newest_round == 2
    assert scene.newest != scene.best
    assert scene.scores == SCORES[:3]
    assert scene.offer is not None
    assert scene.offer.limit == BUDGET
    assert scene.unit == "tokens"
    assert scene.doing == ""


def test_the_last_round_stays_the_last_while_its_file_is_written(folder: RunFolder) -> None:
    scene = Scene()
    for event in list(play(folder))[:-1]:
        scene = scene.after(event)
    assert (scene.number, scene.doing) == (3, "the best round is written to its file")


def test_words_between_rounds_belong_to_the_next_one(folder: RunFolder) -> None:
    scene = Scene().after(start(folder))
    for event in play_round(folder, 0):
        scene = scene.after(event)
    scene = scene.after(Consulted(round=0, wish="remark", text="the \x1b[31mbarn"))
    scene = scene.after(Noted(who="graph", text="asked again"))
    assert scene.said == (("person", "remarks: “the barn”"), ("graph", "asked again"))
    for event in play_round(folder, 1):
        scene = scene.after(event)
    assert scene.sayings[1][0] == ("person", "remarks: “the barn”")


def test_a_round_played_twice_counts_once(folder: RunFolder) -> None:
    scene = Scene().after(start(folder))
    for event in [*play_round(folder, 0), interrupt(), Resumed(after="r0.critiqued", pid=1), *play_round(folder, 0)]:
        scene = scene.after(event)
    assert len(scene.decided) == 1
    assert scene.ending is None


def test_calls_are_counted_within_a_round(folder: RunFolder) -> None:
    scene = Scene().after(start(folder))
    for event in list(play_round(folder, 0))[:3]:
        scene = scene.after(event)
    assert scene.calls == 3
    assert PHRASES[0].text in (scene.offer.description if scene.offer else "")
