import random

import numpy as np
import pytest

from codec.errors import UsageError
from codec.train_dialect import Palette, resample

GRAYS = [f"gray{light}" for light in range(0, 101, 2)]


@pytest.fixture
def grays(tmp_path):
    path = tmp_path / "colours.tsv"
    path.write_text("".join(f"{name}\t{light}\t0\t0\n" for name, light in zip(GRAYS, range(0, 101, 2), strict=True)))
    return Palette.read(path)


def test_resample_says_of_a_noun_only_what_was_said_of_it():
    sentences = [
        "large dull navy sky top half, tall red barn left, small black cat",
        "pale blue and gold sky, wide rust barn far right, red barn",
    ]
    made = list(resample(sentences, count=300, rule=random.Random(3)))
    phrases = {phrase for line in made for phrase in line.split(", ")}
    places = {"sky": ("top half", "sky"), "barn": ("left", "right", "barn"), "cat": ("cat",)}
    for phrase in phrases:
        noun = next(word for word in phrase.split() if word in places)
        assert phrase.endswith(places[noun])
        assert not {"tall", "wide"} & set(phrase.split()) or noun == "barn"
    assert all(line.split(", ")[0].split()[-1] in {"sky", "half"} for line in made)
    assert "wide red barn left" in phrases, "slots of different phrases meet"
    assert any("far left" in phrase for phrase in phrases), "sides are exchanged"
    assert len(set(made)) > 150


def test_resample_keeps_lists_of_colours_whole_and_shapes_without_their_noun():
    sentences = [
        "cream, dark tan and navy background, large cream top left, red block lower",
        "tan, cream, red and dark navy sky, small tan bottom, cream circle upper",
        "navy background, tan block top, large red right, dark cream tree bottom",
    ] * 3
    nouns = {"background", "sky", "block", "circle", "tree"}
    for line in resample(sentences, count=300, rule=random.Random(4)):
        *_, last = line.split(", ")
        assert set(last.split()) & (nouns | {"left", "right", "top", "bottom", "lower", "upper"}), line
        listed = line.split(" and ")[0].split(", ")
        assert " and " not in line or all(len(part.split()) <= 3 for part in listed), line


def test_a_palette_is_read_as_it_was_written(grays):
    assert grays.names == tuple(GRAYS)
    assert np.array_equal(grays.lab[:, 0], np.arange(0, 101, 2))
    assert not grays.lab[:, 1:].any()


@pytest.mark.parametrize("text", ["red\t1\t2\n", "red\tL\ta\tb\n", "red 1 2 3\n"])
def test_a_damaged_palette_is_one_line(tmp_path, text):
    path = tmp_path / "colours.tsv"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"is no palette: each line needs a name, L, a and b"):
        Palette.read(path)


def test_colours_of_one_sentence_stay_together(grays):
    """Dark pictures stay dark beside bright ones: their colours are never mixed, only changed together."""
    dark = ["gray10 background, large gray14 circle left, gray12 block right"] * 4
    bright = ["gray86 background, large gray90 circle left, gray88 block right"] * 4
    made = list(resample(dark + bright, count=200, rule=random.Random(5), palette=grays))
    spreads, levels = [], []
    for line in made:
        said = [int(word[4:]) for word in line.replace(",", "").split() if word.startswith("gray")]
        assert len(said) == 3
        spreads.append(max(said) - min(said))
        levels.append(float(np.mean(said)))
    assert max(spreads) < 30, "no sentence mixes the colours of two pictures"
    assert np.std(levels) > 25
    assert len({word for line in made for word in line.split()}) > 25, "the light changes"
