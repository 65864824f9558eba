"""`agents.sketch.judgement`: scenes judged together, alone, and again."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

from agents.sketch import judgement
from agents.sketch.judgement import ASPECTS, FEATURES, aspects_of, aspects_of_scenes
from sketch.eye import Eye
from sketch.paint import paint
from sketch.parse import parse

SCENES = [
    parse(text).scene.clauses
    for text in ("blue sky, green grass bottom third", "gray background", "gray background, large red circle left")
]


def _eye() -> Eye:
    return Eye(Image.fromarray(paint(parse("blue sky, green grass bottom third, red circle").scene, 180, 120)))


def test_scenes_judged_together_are_judged_as_alone() -> None:
    eye, other = _eye(), _eye()
    together = aspects_of_scenes(eye, SCENES)
    alone = [aspects_of(other, other.draw(clauses), clauses) for clauses in SCENES]
    assert all(set(each) == set(ASPECTS) - {FEATURES} for each in together)
    assert np.allclose([list(each.values()) for each in together], [list(each.values()) for each in alone], atol=1e-6)


def test_what_was_judged_is_kept_for_its_eye_alone(monkeypatch) -> None:
    eye = _eye()
    first = aspects_of_scenes(eye, [SCENES[0], SCENES[1], SCENES[0]])
    monkeypatch.setattr(eye, "draw_many", lambda _: None)
    assert aspects_of_scenes(eye, SCENES[:2]) == first[:2]
    other = Eye(Image.new("RGB", (180, 120), "black"))
    assert aspects_of_scenes(other, SCENES[:1]) != first[:1]


def test_few_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(judgement, "_MOST_KEPT", 2)
    eye = _eye()
    first = [aspects_of_scenes(eye, [clauses])[0] for clauses in SCENES]
    assert len(judgement._kept[eye]) <= 2
    assert aspects_of_scenes(eye, SCENES[::-1]) == first[::-1]


def test_threads_that_share_an_eye_get_all_they_asked_for(monkeypatch) -> None:
    monkeypatch.setattr(judgement, "_MOST_KEPT", 1)
    eye = _eye()
    expected = aspects_of_scenes(eye, SCENES)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: aspects_of_scenes(eye, SCENES), range(12))) == [expected] * 12
