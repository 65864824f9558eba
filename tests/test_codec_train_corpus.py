import json
import random

import pytest

from codec.errors import UsageError
from codec.train_corpus import CAPTION_SETS, read_corpus, recombine, telegraph


@pytest.fixture
def folder(tmp_path):
    captions = tmp_path / "captions"
    captions.mkdir()
    for name in CAPTION_SETS:
        lines = [f"A {name} dog number {i} is on the grass." for i in range(24_000 if name == "coco" else 4_000)]
        (captions / f"{name}.train.txt").write_text("\n".join(lines) + "\n")
    (captions / "coco.valid.txt").write_text("A held-out cat.\n")
    regions = tmp_path / "regions"
    regions.mkdir()
    rows = [{"caption": f"Caption {i}.", "sketch": f"blue sky, red house {i} left"} for i in range(20)]
    (regions / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return tmp_path


def test_held_out_lines_are_never_trained_on(folder):
    sketch = folder / "sketch.txt"
    sketch.write_text("\n".join(f"black sky, white circle {i}, gray wall" for i in range(40)))
    sets = {text_set.name: text_set for text_set in read_corpus(folder, sketch_sentences=sketch)}
    assert sets["coco"].valid == ["A held-out cat."]
    for name in ("regions_sketch", "regions_caption", "sketch_team"):
        assert len(sets[name].valid) == 2
        assert not set(sets[name].valid) & set(sets[name].train)
    held = {phrase for line in sets["sketch_team"].valid for phrase in line.split(", ") if "circle" in phrase}
    assert not any(phrase in line.split(", ") for phrase in held for line in sets["sketch_team_made"].train)


def test_corpus_is_a_function_of_its_files(folder):
    assert read_corpus(folder) == read_corpus(folder)


def test_missing_file_is_one_line(folder):
    (folder / "captions" / "vsr.train.txt").unlink()
    with pytest.raises(UsageError, match=r"can't read .*vsr.train.txt"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("A man is riding a wave on a surfboard.", ["man", "riding", "wave,", "surfboard"]),
        ("Two dogs sit next to an old red barn", ["dogs", "sit,", "old", "red", "barn"]),
    ],
)
def test_telegraph_keeps_content_words_and_breaks_at_prepositions(caption, words):
    for seed in range(20):
        text = telegraph(caption, rule=random.Random(seed))
        place = -1
        for word in words:
            place = text.replace(",", ",").find(word.rstrip(","), place + 1)
            assert place >= 0
        assert not {"a", "is", "the", "on"} & set(text.replace(",", "").split())
        assert text == text.lower()


def test_telegraph_of_nothing_is_the_caption():
    assert telegraph("?!", rule=random.Random(1)) == "?!"


def test_recombine_starts_with_a_first_phrase():
    sentences = ["blue sky, red barn left", "green wall, white cat centre"]
    made = list(recombine(sentences, count=50, rule=random.Random(2)))
    assert len(made) == 50
    assert all(line.split(", ")[0].split()[-1] in {"sky", "wall"} for line in made)
    assert len(set(made)) > 20
