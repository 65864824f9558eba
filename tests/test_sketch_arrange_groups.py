"""Groups: so many that each can be told, within the picture."""

from itertools import combinations

import pytest

from sketch.arrange import place_scene
from sketch.parse import parse
from sketch.scene import Clause, Scene


@pytest.mark.parametrize("aspect", [0.7, 1.0, 1.5, 2.4])
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("five people", 5),
        ("six women standing in a park", 6),
        ("seven people", 7),
        ("nine men", 9),
        ("a group of people on a beach", 5),
    ],
)
def test_each_of_a_group_can_be_told(text: str, count: int, aspect: float) -> None:
    boxes = place_scene(parse(text).scene, aspect)[-1].boxes
    assert len(boxes) == count
    for one, other in combinations(boxes, 2):
        width = one[2] - one[0]
        head = 0.25 * (one[3] - one[1])
        apart = abs(one[0] - other[0]) > 0.4 * width or abs(one[1] - other[1]) > head
        assert apart
    assert min(box[0] for box in boxes) > -1e-9
    assert max(box[2] for box in boxes) < aspect**0.5 + 1e-9
    assert min(box[1] for box in boxes) > -1e-9
    assert max(box[3] for box in boxes) < aspect**-0.5 + 1e-9


def test_those_in_front_stand_lower_and_come_last() -> None:
    boxes = place_scene(parse("seven people").scene, 1.5)[-1].boxes
    bases = [box[3] for box in boxes]
    assert bases == sorted(bases)
    assert bases[-1] - bases[0] > 0.2 * (boxes[0][3] - boxes[0][1])


def test_a_herd_spreads_over_the_picture_unless_it_has_a_place() -> None:
    def breadth(place: str) -> float:
        boxes = place_scene(Scene(clauses=(Clause(noun="cow", count=6, place=place),)), 1.5)[-1].boxes
        return max(box[2] for box in boxes) - min(box[0] for box in boxes)

    assert breadth("") > 1.2 * breadth("left")
