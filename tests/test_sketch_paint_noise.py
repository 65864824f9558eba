import numpy as np
import pytest

from sketch.paint_noise import PATTERNS, field, mix, pattern, uniforms, uniforms_each


def _field(key: int, size: int) -> np.ndarray:
    step = 1 / size
    return field(key, x=(step / 2, step, size), y=(step / 2, step, size), cell=(0.1, 0.05))


def test_noise_is_a_function_of_position() -> None:
    coarse, fine = _field(3, 64), _field(3, 192)
    assert np.allclose(coarse, fine[1::3, 1::3], atol=1e-5)


def test_a_window_continues_the_whole() -> None:
    whole = _field(5, 100)
    part = field(5, x=(0.305, 0.01, 40), y=(0.105, 0.01, 30), cell=(0.1, 0.05))
    assert np.allclose(part, whole[10:40, 30:70], atol=1e-5)


@pytest.mark.parametrize("size", [261, 271, 281, 295, 297])
def test_a_last_sample_that_rounds_up_to_a_whole_cell_is_on_the_lattice(size: int) -> None:
    step = 1 / size
    part = field(5, x=(1.5 * step, step, size // 2), y=(1.5 * step, step, size // 2), cell=(0.0125, 0.0125))
    whole = field(5, x=(step / 2, step, size), y=(step / 2, step, size), cell=(0.0125, 0.0125))
    assert part == pytest.approx(whole[1 : 1 + size // 2, 1 : 1 + size // 2], abs=1e-4)


def test_noise_has_mean_nought_and_deviation_about_one() -> None:
    noise = field(9, x=(0.0, 0.02, 400), y=(0.0, 0.02, 400), cell=(0.1, 0.1))
    assert abs(float(noise.mean())) < 0.1
    assert 0.6 < float(noise.std()) < 1.3


def test_keys_make_different_noise_and_the_same_key_the_same() -> None:
    assert np.array_equal(_field(1, 50), _field(1, 50))
    assert abs(float(np.corrcoef(_field(1, 50).ravel(), _field(2, 50).ravel())[0, 1])) < 0.3


def test_uniforms_fill_the_range_evenly() -> None:
    numbers = uniforms(mix(7, 8), 4000)
    assert numbers.min() >= 0
    assert numbers.max() < 1
    counts = np.histogram(numbers, bins=10, range=(0, 1))[0]
    assert counts.min() > 320


def test_uniforms_of_several_keys_are_those_of_each() -> None:
    keys, counts = [5, mix(1, 2), -3, 1 << 40], [7, 0, 1, 12]
    each = [uniforms(key, count) for key, count in zip(keys, counts, strict=True)]
    assert np.array_equal(uniforms_each(keys, counts), np.concatenate(each))


def test_mix_tells_orders_apart() -> None:
    assert len({mix(1, 2), mix(2, 1), mix(1), mix(1, 2, 0)}) == 4


@pytest.mark.parametrize("form", sorted(PATTERNS))
def test_patterns_repeat_have_dark_parts_and_light_parts(form: str) -> None:
    centres = (np.arange(200) + 0.5) / 200, (np.arange(120) + 0.5) / 200
    made = pattern(form, 4, centres, cell=(0.1, 0.05), scale=200.0)
    assert made.shape == (120, 200)
    assert made.min() < -0.8
    assert made.max() > 0.2
