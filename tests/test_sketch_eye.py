import numpy as np
import pytest
from PIL import Image, ImageDraw

from codec.cielab import lab_from_rgb
from sketch.arrange_scenery import implied
from sketch.eye import Eye, eye_for
from sketch.eye_canvas import behind, compose, variants
from sketch.eye_forms import form_raster, forms
from sketch.eye_moves import full, moved, thrifty
from sketch.eye_nouns import CLASS_OF, PLAIN, PLAIN_STUFF, PLAIN_THINGS, STUFF, THINGS
from sketch.eye_residual import Corners, bounding_box, cut_out, find_regions, palette, say_colour, say_place
from sketch.lexicon import NOUNS, PLACES, POSITIONS
from sketch.naming import look
from sketch.paint import paint
from sketch.parse import parse
from sketch.scene import Clause, Colour, Scene
from sketch.speak import speak

SCENE = (
    Clause(noun="sky", colours=(Colour("azure", "light"),)),
    Clause(noun="grass", place="bottom third"),
    Clause(noun="house", colours=(Colour("red"),), size="large", place="left"),
)


def photograph() -> Image.Image:
    picture = Image.new("RGB", (180, 120), (140, 180, 225))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 80, 180, 120], fill=(70, 105, 50))
    draw.ellipse([110, 30, 170, 85], fill=(200, 40, 30))
    return picture


# Canvas


@pytest.mark.parametrize("clauses", [SCENE, SCENE[1:], SCENE[2:], SCENE[:1]])
def test_composing_is_painting(clauses: tuple[Clause, ...]) -> None:
    painted = lab_from_rgb(paint(Scene(clauses=clauses), 60, 40))
    assert np.abs(compose(clauses, width=60, height=40) - painted).mean() < 0.5


def test_what_was_composed_is_kept_as_it_is() -> None:
    first = compose(SCENE, width=48, height=32)
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0
    ground, options = variants(SCENE, (None,), (), width=48, height=32), (None, SCENE[2])
    behind_it = variants(SCENE[:2], options, SCENE[2:], width=48, height=32)
    ground[:], again = 0, behind_it.copy()
    behind_it[:] = 0
    assert np.array_equal(variants(SCENE[:2], options, SCENE[2:], width=48, height=32), again)
    assert np.array_equal(compose(SCENE, width=48, height=32), first)


def test_variants_are_whole_scenes_painted_together() -> None:
    options = [Clause(noun="barn", place="right"), None]
    labs = variants(SCENE[:1], options, SCENE[2:], width=48, height=32)
    for lab, option in zip(labs, options, strict=True):
        middle = () if option is None else (option,)
        whole = compose((*SCENE[:1], *middle, *SCENE[2:]), width=48, height=32)
        assert np.abs(lab - whole).max() < 1e-3


@pytest.mark.parametrize("alone", [*SCENE, Clause(noun="wall"), Clause(noun="fish", count=30), Clause(noun="face")])
def test_what_leaves_no_room_for_scenery_never_does(alone: Clause) -> None:
    for others in ((), SCENE[1:], SCENE[2:], (Clause(noun="town"),), (Clause(noun="cloud"),)):
        assert behind((*others, alone)) == (*implied(Scene(clauses=(*others, alone))), *others, alone)


def test_scenery_comes_and_goes_with_what_needs_it() -> None:
    assert [clause.noun for clause in behind(SCENE[1:])] == ["sky", "grass", "house"]
    assert behind(SCENE) == SCENE


# Forms and words


def test_forms_cover_the_lexicon_once_each() -> None:
    width, height = form_raster(1.5)
    every, masks = forms(width, height)
    assert len(set(every)) == len(every) == len(masks)
    assert masks.shape[1] == width * height
    assert masks.min() >= 0
    assert masks.max() <= 1 + 1e-6
    assert {form.place for form in every} == set(PLACES)
    assert masks.nbytes < 20e6


@pytest.mark.parametrize("aspect", [0.001, 0.5, 1.0, 3.0, 1000.0])
def test_the_forms_raster_stays_small(aspect: float) -> None:
    width, height = form_raster(aspect)
    assert 4 <= width <= 100
    assert 4 <= height <= 100


def test_the_palette_says_each_colour_once() -> None:
    colours, values = palette()
    assert len(set(colours)) == len(colours) == len(values)
    for colour, value in zip(colours[:20], values[:20], strict=True):
        assert say_colour(value) == f"{colour.tone} {colour.name}".strip()


def test_every_noun_of_the_describer_can_be_drawn() -> None:
    words = {noun for table in (STUFF, THINGS) for nouns in table.values() for noun in nouns}
    assert words | set(PLAIN_THINGS) | set(PLAIN_STUFF) <= set(NOUNS)
    classes = set(look(np.zeros((12, 16, 3), np.uint8)).classes)
    assert {name for names in CLASS_OF.values() for name in names} <= classes


@pytest.mark.parametrize("noun", ["grass", "band", "house"])
def test_thrift_changes_no_picture(noun: str) -> None:
    usual = NOUNS[noun]
    size = "medium" if usual.is_stuff else usual.size
    wordy = Clause(noun=noun, colours=usual.colours[:1], place=usual.place, size=size)
    short = thrifty(wordy)
    assert speak(short) == noun
    assert np.array_equal(compose((short,), width=30, height=20), compose((wordy,), width=30, height=20))


def test_renaming_keeps_how_a_thing_was_drawn() -> None:
    renamed = full(Clause(noun="sun"), noun="circle")
    assert renamed.colours == NOUNS["sun"].colours[:1]
    assert renamed.place == NOUNS["sun"].place


def test_moves_go_to_neighbours_and_stay_parseable() -> None:
    clause = Clause(noun="circle", colours=(Colour("red"),), place="left")
    options = moved(clause)
    assert "center left" in {option.place for option in options}
    assert "far right" not in {option.place for option in options}
    for option in options:
        assert parse(speak(option)).scene.clauses == (option,)


# Residual


def overlap(first: Corners, second: Corners) -> float:
    """Return the shared area over the smaller box's area."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return max(width, 0) * max(height, 0) / smaller


def test_the_worst_region_is_where_the_difference_is() -> None:
    eye = eye_for(photograph())
    without = compose(parse("light azure sky, dark green grass bottom third").scene.clauses,
                      width=eye.measure.width, height=eye.measure.height)  # fmt: skip
    regions = find_regions(eye.measure, without)
    assert any("red" in region.wanted or "rust" in region.wanted for region in regions[:2])
    assert [region.loss for region in regions] == sorted((r.loss for r in regions), reverse=True)
    for first in regions:
        for second in regions:
            assert first is second or overlap(first.box, second.box) < 0.5


def test_nothing_wrong_means_no_region() -> None:
    eye = eye_for(photograph())
    assert find_regions(eye.measure, eye.measure.lab) == ()


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((0, 0, 1, 1), "all over"),
        ((0, 0.8, 1, 1), "across the bottom"),
        ((0, 0, 0.2, 0.9), "down the left"),
        ((0.7, 0.7, 0.9, 0.9), "bottom right"),
        ((0.4, 0.4, 0.6, 0.6), "centre"),
    ],
)
def test_places_are_said_as_people_say_them(box: tuple[float, float, float, float], words: str) -> None:
    assert say_place(box) == words


def test_boxes_and_cuts_agree() -> None:
    mask = np.zeros((10, 20), np.float32)
    mask[2:5, 4:8] = 1
    box = bounding_box(mask, least=0.5)
    assert box == (0.2, 0.2, 0.4, 0.5)
    assert mask[cut_out(box, mask.shape)].all()
    assert bounding_box(np.zeros((3, 3), np.float32), least=0.5) is None


# Eye


def test_additions_help_and_lie_where_they_were_asked_for() -> None:
    eye = eye_for(photograph())
    base = parse("light azure sky, dark green grass bottom third").scene.clauses
    options = eye.additions(base, within=(0.55, 0.2, 1.0, 0.75), most=6)
    assert options[0].score > eye.judge(base) + 0.01
    best = options[0].clause
    assert best is not None
    assert PLACES[best.place or NOUNS[best.noun].place].x > 0.5
    assert [option.score for option in options] == sorted((o.score for o in options), reverse=True)


def test_what_is_foreseen_of_a_gain_is_seldom_much_too_little() -> None:
    eye = eye_for(photograph())
    base = parse("light azure sky, dark green grass bottom third").scene.clauses
    foreseen = eye.foreseen(base, within=None, most=24, shapes=2)
    gains = {option.clause: option.score - eye.judge(base) for option in eye.added(base, list(foreseen))}
    assert set(gains) == set(foreseen)
    over = [gains[clause] - gain for clause, gain in foreseen.items()]
    assert sum(each > 0.2 for each in over) <= 0.1 * len(over)
    best = sorted(gains, key=lambda clause: -gains[clause])[:5]
    assert all(foreseen[clause] < 3 * gains[clause] + 0.1 for clause in best)


def test_an_option_scores_what_its_scene_scores() -> None:
    eye = eye_for(photograph())
    base = parse("light azure sky, dark green grass bottom third").scene.clauses
    for option in eye.additions(base, most=3)[:4]:
        assert eye.judge(option.clauses) == pytest.approx(option.score, abs=2e-5)


def test_alterations_find_the_right_colour_and_place() -> None:
    eye = eye_for(photograph())
    wrong = parse("light azure sky, dark green grass bottom third, large blue circle center").scene.clauses
    best = eye.alterations(wrong, 2)[0]
    assert best.score > eye.judge(wrong) + 0.01
    assert best.clauses[:2] == wrong[:2]


def test_a_noun_earns_the_chance_that_it_is_right() -> None:
    eye = Eye(photograph())
    chances = eye.insight.chances("sky", height=12, width=16)
    assert chances.shape == (12, 16)
    assert chances.min() >= 0
    assert chances.max() <= 1
    assert (eye.insight.chances("shape", height=3, width=4) == np.float32(PLAIN)).all()


def test_the_eye_is_the_same_every_time() -> None:
    first, second = (Eye(photograph()).additions(SCENE[:1], most=4) for _ in range(2))
    assert first == second


def test_what_was_judged_before_changes_no_score() -> None:
    """A resumed run has judged nothing yet and must choose as the whole run did."""
    before = (Clause(noun="background", colours=(Colour("steel"),)),)
    options = [Clause(noun="circle", colours=(Colour(name),), place="right") for name in ("red", "rust", "navy", "tan")]
    after = (Clause(noun="block", colours=(Colour("black"),), place="bottom left", size="small"),)
    together = Eye(photograph()).judge_options(before, [*options, None], after)
    warm = Eye(photograph())
    apart = [warm.judge_options(before, [option], after)[0] for option in (None, *reversed(options))][::-1]
    assert apart == together.tolist()
    assert warm.judge_options(before, [*options, None], after).tolist() == together.tolist()


def test_it_does_not_matter_how_many_are_judged_at_once() -> None:
    options = [Clause(noun=noun, place=place) for noun in ("circle", "house") for place in POSITIONS]
    together = Eye(photograph()).judge_options(SCENE[:2], options, ())
    eye = Eye(photograph())
    assert len(options) > 40
    assert together.tolist() == [eye.judge((*SCENE[:2], option)) for option in options]
    assert eye.judge_many([SCENE, SCENE[:1]]) == [eye.judge(SCENE), eye.judge(SCENE[:1])]


def test_scenes_drawn_together_are_those_drawn_alone() -> None:
    together, eye = Eye(photograph()).draw_many([SCENE, SCENE[1:]]), Eye(photograph())
    assert np.array_equal(together, np.stack([eye.draw(SCENE), eye.draw(SCENE[1:])]))


def test_few_scores_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sketch.eye_judge._MOST_SCORES", 3)
    eye = Eye(photograph())
    colours = [Clause(noun="background", colours=(Colour(name),)) for name in ("red", "tan", "blue", "black", "white")]
    once = eye.judge_options((), colours, ()).tolist()
    assert eye.judge_options((), [*colours, None], ()).tolist()[:5] == once
    assert eye.judge_options((), colours[:2], ()).tolist() == once[:2]
