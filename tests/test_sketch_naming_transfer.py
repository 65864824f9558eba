"""`sketch.naming_transfer`: records join, words are dropped, none is added, the test split stays closed."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from sketch.naming import MODEL_FOLDER
from sketch.naming_model_files import read_calibration
from sketch.naming_transfer import main


@pytest.fixture
def labelled(tmp_path):
    """Ten photographs of plain blue that the labels call food throughout, and a test photograph that isn't there."""
    (tmp_path / "photos").mkdir()
    labels = []
    for number in range(10):
        image = np.full((60, 80, 3), (100, 160, 235), np.uint8)
        Image.fromarray(image).save(tmp_path / "photos" / f"p{number}.png")
        labels.append({"id": f"p{number}.png", "grid": ["eeeeeeee"] * 6, "scene": "food", "split": "tune"})
    labels.append({"id": "closed", "grid": ["ssssssss"] * 6, "scene": "sky", "split": "test"})
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    shutil.copytree(MODEL_FOLDER, tmp_path / "model")
    return tmp_path


def test_words_lose_by_being_wrong_and_none_is_won(labelled):
    before = read_calibration(labelled / "model")
    assert main([str(labelled), "--model", str(labelled / "model")]) == 0
    after = read_calibration(labelled / "model")
    for kind in ("classes", "groups", "scenes", "nouns"):
        for word, record in getattr(after, kind).items():
            old = getattr(before, kind)[word]
            assert record.floor == old.floor
            assert record.speakable <= old.speakable
            assert record.speakable <= (record.precision >= 0.6)
            assert record.said >= old.said
    assert sum(record.said for record in after.groups.values()) > sum(r.said for r in before.groups.values())


def test_a_missing_folder_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1
