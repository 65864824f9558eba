import tracemalloc
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sketch.arrange import arrange, place_scene
from sketch.arrange_scenery import implied
from sketch.eye_canvas import compose, layer
from sketch.lexicon import LOOKS, MOODS, NOUNS, PLACES, SIZES, lab_of
from sketch.paint import DECODER_ID, cover, covers, main_lab, paint
from sketch.paint_lab import lab_from_rgb, rgb_from_lab
from sketch.parse import parse
from sketch.scene import Clause, Colour, Scene

VALLEY = "pale blue sky, gray mountains upper, dark green trees left, white house center, green grass bottom third"


def _paint(text: str, width: int = 96, height: int = 64, seed: int = 0) -> NDArray[np.uint8]:
    return paint(parse(text).scene, width, height, seed=seed)


def _shrunk(picture: NDArray[np.uint8], factor: int) -> NDArray[np.float64]:
    height, width, _ = picture.shape
    blocks = picture.reshape(height // factor, factor, width // factor, factor, 3).astype(np.float64)
    return np.asarray(blocks.mean(axis=(1, 3)))


def test_the_decoder_has_a_name_and_version() -> None:
    name, _, version = DECODER_ID.partition("/")
    assert name == "sketch"
    assert version.isdecimal()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 300), (300, 1), (7, 5), (512, 16), (64, 96)])
def test_any_size_is_painted(width: int, height: int) -> None:
    picture = _paint(VALLEY + ", red boat center, clouds", width, height)
    assert picture.shape == (height, width, 3)
    assert picture.dtype == np.uint8


def test_painting_twice_gives_the_same_bytes() -> None:
    assert np.array_equal(_paint(VALLEY), _paint(VALLEY))


def test_seeds_vary_texture_but_not_the_scene() -> None:
    one, two = _paint(VALLEY, seed=0), _paint(VALLEY, seed=1)
    assert not np.array_equal(one, two)
    assert np.abs(_shrunk(one, 16) - _shrunk(two, 16)).mean() < 16


@pytest.mark.parametrize(
    "text", [VALLEY, "a cat on a sofa in a living room", "brick wall, blue door", "a red car, fog"]
)
def test_the_same_scene_at_every_size(text: str) -> None:
    small, large = _paint(text, 96, 64), _paint(text, 768, 512)
    assert np.abs(_shrunk(large, 8) - small).mean() < 4.0


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_every_look_leaves_its_colour_in_the_picture(look: str) -> None:
    clause = Clause(noun=LOOKS[look][0], size="huge", place="center", colours=(Colour("magenta"),))
    made = cover(clause, 48, 48)
    assert made.alpha.max() > (0.1 if look == "stars" else 0.5)
    assert made.tint.max() > (0.0 if look == "stars" else 0.2) or look == "rainbow", "the main colour shows"
    assert float(made.alpha.min()) >= 0
    assert float(made.alpha.max()) <= 1.0001
    assert np.all(made.tint <= made.alpha + 1e-4)


@pytest.mark.parametrize(
    "noun", ["house", "trees", "cat", "sea", "cloud", "clouds", "flower field", "man", "train tracks"]
)
@pytest.mark.parametrize("colour", [Colour("red"), Colour("gray", "dark")])
def test_cover_composes_to_what_paint_shows(noun: str, colour: Colour) -> None:
    clause = Clause(noun=noun, colours=(colour,), place="left")
    backdrop = Clause(noun="wall", colours=(Colour("white"),))
    both = paint(Scene(clauses=(backdrop, clause)), 60, 40)
    base, made = cover(backdrop, 60, 40), cover(clause, 60, 40)
    below = base.tint[..., None] * np.array(main_lab(backdrop)) + base.fixed
    main = np.array(lab_of(colour))
    composed = below * (1 - made.alpha[..., None]) + made.tint[..., None] * main + made.fixed
    assert np.abs(rgb_from_lab(composed).astype(int) - both.astype(int)).mean() < 1.5


def test_cover_does_not_depend_on_the_main_colour() -> None:
    clause = Clause(noun="barn", size="large")
    plain, red = cover(clause, 40, 30), cover(replace(clause, colours=(Colour("red"),)), 40, 30)
    assert np.array_equal(plain.alpha, red.alpha)
    assert np.array_equal(plain.tint, red.tint)


def _mass_centre(clause: Clause) -> tuple[float, float]:
    alpha = cover(clause, 60, 60).alpha
    total = float(alpha.sum())
    return float((alpha.sum(0) * np.arange(60)).sum() / total / 60), float(
        (alpha.sum(1) * np.arange(60)).sum() / total / 60
    )


def test_things_are_where_they_are_said_to_be() -> None:
    for word in ("upper left", "center", "lower right", "far left"):
        x, y = _mass_centre(Clause(noun="ball", place=word, size="tiny"))
        assert abs(x - PLACES[word].x) < 0.06, word
        assert abs(y - PLACES[word].y) < 0.06, word


def test_larger_words_cover_more() -> None:
    shares = [float(cover(Clause(noun="ball", size=size), 80, 80).alpha.mean()) for size in SIZES]
    assert shares == sorted(shares)
    assert shares[-1] > 20 * shares[0]


def test_bands_fill_their_share() -> None:
    share = float(cover(Clause(noun="sea", place="bottom half"), 60, 60).alpha.mean())
    assert share == pytest.approx(0.5, abs=0.03)
    assert float(cover(Clause(noun="sky"), 30, 30).alpha.min()) == 1.0


def test_tall_is_tall_and_wide_is_wide() -> None:
    def spans(aspect: str) -> tuple[int, int]:
        alpha = cover(Clause(noun="block", aspect=aspect), 90, 90).alpha > 0.5  # type: ignore[arg-type]
        return int(alpha.any(0).sum()), int(alpha.any(1).sum())

    across, down = spans("tall")
    assert down > across
    across, down = spans("long")
    assert across > 2 * down


def test_later_clauses_are_drawn_over_earlier_ones() -> None:
    red = _paint("gray background, blue circle center, red block center", 64, 64)[32, 32].astype(int)
    blue = _paint("gray background, red block center, blue circle center", 64, 64)[32, 32].astype(int)
    assert red[0] > red[2] + 60
    assert blue[2] > blue[0] + 30


def test_relations_put_things_on_things() -> None:
    placed = place_scene(parse("a cat on a table").scene, 1.5)
    table, cat = placed[-2], placed[-1]
    assert (table.clause.noun, cat.clause.noun) == ("table", "cat")
    assert table.boxes[0][1] < cat.boxes[0][3] < table.boxes[0][3], "its feet are within the table's box"
    assert cat.boxes[0][1] < table.boxes[0][1], "it rises above it"


def test_unplaced_things_share_the_room() -> None:
    placed = [
        item
        for item in place_scene(parse("a dog, a horse and a cow").scene, 1.5)
        if not NOUNS[item.clause.noun].is_stuff
    ]
    boxes = sorted(item.boxes[0] for item in placed)
    assert len(boxes) == 3
    assert all(left[2] <= right[0] + 0.02 for left, right in pairwise(boxes))


def test_counts_are_drawn() -> None:
    scene = parse("seven balls").scene
    assert len(place_scene(scene, 1.0)[-1].boxes) == 7


def test_a_row_is_level() -> None:
    boxes = place_scene(parse("row of four trees").scene, 1.5)[-1].boxes
    assert len({round(box[3], 6) for box in boxes}) == 1


def test_scenery_is_implied_where_nothing_covers_the_picture() -> None:
    assert implied(parse("a cat on a sofa").scene)
    assert not implied(parse("blue sky, a cat").scene)
    assert not implied(Scene())
    assert [clause.noun for clause in implied(parse("a dog in a field").scene)] == ["sky"]


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_changes_the_picture(mood: str) -> None:
    plain = parse("sky, red house center, sea").scene
    changed = replace(plain, moods=(mood,))
    assert np.abs(paint(plain, 60, 40).astype(int) - paint(changed, 60, 40).astype(int)).mean() > 0.7  # type: ignore[arg-type]


def test_night_is_dark_and_black_and_white_has_no_colour() -> None:
    day, night = _paint("sky, green field, red house"), _paint("sky, green field, red house at night")
    assert lab_from_rgb(night)[..., 0].mean() < 0.6 * lab_from_rgb(day)[..., 0].mean()
    gray = lab_from_rgb(_paint("black and white photo of a red house in a green field"))
    assert np.abs(gray[..., 1:]).max() < 2


def test_facing_left_mirrors() -> None:
    right = cover(Clause(noun="horse", size="huge"), 64, 64).alpha
    left = cover(Clause(noun="horse", size="huge", pose="facing left"), 64, 64).alpha
    assert np.abs(right[:50, ::-1] - left[:50]).mean() < 0.03


def test_texture_words_change_texture() -> None:
    plain = _paint("blue wall").astype(int)
    for word in ("striped", "spotted", "checkered", "brick", "wooden", "tiled", "cloudy"):
        assert np.abs(_paint(f"{word} blue wall").astype(int) - plain).mean() > 1.0, word


def test_hats_are_drawn_on_heads() -> None:
    bare, hatted = _paint("a man", 96, 96), _paint("a man in a red hat", 96, 96)
    changed = np.abs(bare.astype(int) - hatted.astype(int)).sum(axis=2) > 30
    rows = np.flatnonzero(changed.any(axis=1))
    assert len(rows) > 0
    assert rows.max() < 48


def test_marks_have_finite_outlines_for_every_look() -> None:
    for words in LOOKS.values():
        for mark in arrange(Scene(clauses=(Clause(noun=words[0], place="left"),)), 1.4):
            assert np.isfinite(mark.edges.start).all(), words[0]


def test_a_region_of_two_colours_goes_from_the_first_at_its_top_to_the_second_at_its_bottom() -> None:
    picture = _paint("black and white background", 32, 64).astype(float).mean(axis=(1, 2))
    assert picture[0] < 60
    assert picture[-1] > 215
    assert np.all(np.diff(picture.reshape(8, 8).mean(axis=1)) > 0)


def test_colours_of_a_mesh_lie_as_one_reads() -> None:
    picture = _paint("red, blue, white, black, green and yellow background", 40, 60)
    corners = [picture[y, x].astype(int) for y in (3, 30, -4) for x in (3, -4)]
    said = [lab_of(Colour(name)) for name in ("red", "blue", "white", "black", "green", "yellow")]
    for corner, lab in zip(corners, said, strict=True):
        wanted = rgb_from_lab(np.array([[lab]], np.float32))[0, 0].astype(int)
        assert np.abs(corner - wanted).max() < 30


@pytest.mark.parametrize("text", ["tan, gray, gray and tan sky", "gray, red, gray, tan, gray and navy wall"])
def test_a_mesh_is_covered_as_it_is_painted_whatever_colours_repeat(text: str) -> None:
    clause = parse(text).scene.clauses[0]
    painted = layer(clause, width=60, height=40)
    whole = rgb_from_lab(painted.add.astype(np.float64))
    assert np.abs(whole.astype(int) - paint(Scene(clauses=(clause,)), 60, 40).astype(int)).mean() < 1.5


@pytest.mark.parametrize(("width", "height"), [(4096, 1), (1, 4096), (3000, 40), (17, 1)])
def test_a_thin_picture_takes_no_more_memory_than_a_broad_one(width: int, height: int) -> None:
    scene = parse("red barn left, dark trees right, blue sky with clouds").scene
    tracemalloc.start()
    picture = paint(scene, width, height)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert picture.shape == (height, width, 3)
    assert peak_bytes < 200 << 20


def test_clauses_are_covered_together_as_they_are_alone() -> None:
    clauses = [Clause(noun="building", place="left"), Clause(noun="sky"), Clause(noun="cloud"), Clause(noun="tree")]
    for clause, found in zip(clauses, covers(clauses, 46, 30), strict=True):
        alone = cover(clause, 46, 30)
        assert np.array_equal(found.alpha, alone.alpha)
        assert np.array_equal(found.tint, alone.tint)
        assert np.array_equal(found.fixed, alone.fixed)


def _reddish(text: str) -> float:
    """Return the share of the tower below the lantern that is red."""
    lab = lab_from_rgb(_paint(f"pale blue wall, {text} center", 120, 120))[50:80, 54:66]
    return float((lab[..., 1] > 30).mean())


def test_a_lighthouse_has_stripes_unless_it_is_said_to_be_of_one_colour() -> None:
    for text in ("white huge lighthouse", "graphite huge lighthouse", "navy huge lighthouse"):
        assert _reddish(text) == 0, text
    for text in ("huge lighthouse", "red and white huge lighthouse", "striped white huge lighthouse"):
        assert 0.15 < _reddish(text) < 0.85, text
    assert 0.15 < _reddish("white huge lighthouse with red stripes") < 0.85
    assert _reddish("huge lighthouse with blue stripes") == 0


@pytest.mark.parametrize("text", ["lighthouse", "white lighthouse", "graphite lighthouse", "red and white lighthouse"])
def test_a_lighthouse_is_composed_as_it_is_painted(text: str) -> None:
    scene = parse(f"tan wall, large {text} center").scene
    painted = lab_from_rgb(paint(scene, 60, 40))
    assert np.abs(compose(scene.clauses, width=60, height=40) - painted).mean() < 0.5
