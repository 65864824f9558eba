"""`sketch.naming`: what `look` promises of any picture, with the shipped model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codec.errors import FormatError, PictureError
from sketch.naming import MODEL_FOLDER, UNKNOWN, load_naming_model, look, speakable_nouns
from sketch.naming_calibrate import LEAST_OWN
from sketch.naming_data import CLASSES, GROUPS


def meadow() -> np.ndarray:
    """Pale blue over rough green, with a horizon at two fifths."""
    rng = np.random.default_rng(3)
    image = np.empty((240, 320, 3), np.uint8)
    fade = np.linspace(0, 40, 96)[:, None]
    image[:96] = np.stack([110 + fade, 160 + fade, 225 + fade * 0.5], axis=2).astype(np.uint8)
    image[96:] = np.clip(rng.normal((70, 110, 40), 25, (144, 320, 3)), 0, 255).astype(np.uint8)
    return image


@pytest.fixture(scope="module")
def sight():
    return look(meadow())


def test_chances_are_chances(sight):
    assert sight.grid.shape == (6, 8, len(CLASSES))
    assert sight.fine.shape == (12, 16, len(CLASSES))
    np.testing.assert_allclose(sight.grid.sum(axis=2), 1, atol=1e-4)
    np.testing.assert_allclose(sight.fine.sum(axis=2), 1, atol=1e-4)
    assert all(0 <= chance <= 1 for chance in [*sight.nouns.values(), *sight.scenes.values()])


def test_sky_over_green_is_told_apart(sight):
    sky, plants = sight.groups.index("sky"), sight.groups.index("plants")
    assert sight.group_grid[0, :, sky].mean() > 2 * sight.group_grid[4, :, sky].mean()
    assert sight.group_grid[4, :, plants].mean() > 2 * sight.group_grid[0, :, plants].mean()
    assert (sight.named_cells()[0] == CLASSES.index("sky")).mean() > 0.5


def test_grid_is_the_mean_of_the_fine_map(sight):
    np.testing.assert_allclose(sight.grid[2, 3], sight.fine[4:6, 6:8].mean(axis=(0, 1)), atol=1e-5)


def test_named_cells_keep_their_floors(sight):
    for named, chances in ((sight.named_cells(), sight.grid), (sight.named_cells(fine=True), sight.fine)):
        rows, cols = np.nonzero(named != UNKNOWN)
        classes = named[rows, cols]
        assert (chances[rows, cols, classes] >= sight.floors[classes]).all()
        assert (chances[rows, cols].argmax(axis=1) == classes).all()


def test_named_groups_keep_their_floors(sight):
    named = sight.named_groups()
    rows, cols = np.nonzero(named != UNKNOWN)
    assert (sight.group_grid[rows, cols, named[rows, cols]] >= sight.group_floors[named[rows, cols]]).all()


def test_group_chances_are_sums_of_classes(sight):
    index = sight.groups.index("plants")
    columns = [CLASSES.index(name) for name in GROUPS["plants"]]
    np.testing.assert_allclose(sight.group_grid[..., index], sight.grid[..., columns].sum(axis=2), atol=1e-6)


def test_noise_shows_no_things():
    noise = np.random.default_rng(0).integers(0, 256, (120, 160, 3)).astype(np.uint8)
    sight = look(noise)
    assert sight.things == ()
    assert sight.named_cells().shape == (6, 8)


def test_only_speakable_things_above_their_floor_are_offered(sight):
    speakable = speakable_nouns()
    for thing in sight.things:
        assert thing.noun in speakable
        assert thing.confidence >= speakable[thing.noun].floor
    assert [thing.confidence for thing in sight.things] == sorted((t.confidence for t in sight.things), reverse=True)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 9))
def test_any_size_is_seen_and_seen_alike_twice(rows, cols, seed):
    image = np.random.default_rng(seed).integers(0, 256, (rows, cols, 3)).astype(np.uint8)
    first, second = look(image), look(image.copy())
    assert np.array_equal(first.fine, second.fine)
    assert first.things == second.things
    for thing in first.things:
        left, top, right, bottom = thing.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


@pytest.mark.parametrize(
    "image",
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)],
)
def test_other_arrays_are_refused(image):
    with pytest.raises(PictureError, match="8-bit RGB"):
        look(image)


def test_a_missing_model_is_one_clear_error(tmp_path):
    with pytest.raises(FormatError, match=r"calibration\.json"):
        look(np.zeros((8, 8, 3), np.uint8), folder=tmp_path)


def test_the_shipped_model_fits_and_speaks_only_what_was_measured():
    assert (MODEL_FOLDER / "weights.npz").stat().st_size <= 2_000_000
    calibration = load_naming_model().calibration
    for records in (calibration.classes, calibration.groups, calibration.scenes, calibration.nouns):
        for record in records.values():
            assert not record.speakable or (record.precision >= 0.6 and record.floor <= 1)
    for kind in (calibration.classes, calibration.groups, calibration.scenes):
        assert all(record.said >= 8 for record in kind.values() if record.speakable)
    spoken = [calibration.nouns[noun] for noun in calibration.learned if calibration.nouns[noun].speakable]
    assert spoken
    assert all(record.said >= LEAST_OWN for record in spoken)
