"""`benchmarks.naming`: the report over a small labelled folder, its plot, and its errors."""

import json

import numpy as np
import pytest
from PIL import Image

from benchmarks.naming import draw_reliability, intersection_over_union, main


@pytest.fixture
def labelled(tmp_path):
    (tmp_path / "photos").mkdir()
    grid = ["ssssssss"] * 3 + ["gggggggg"] * 2 + ["......gg"]
    labels = []
    for name, split in (("a", "tune"), ("b", "test")):
        image = np.full((60, 80, 3), (120, 170, 235), np.uint8)
        image[30:] = (70, 120, 40)
        Image.fromarray(image).save(tmp_path / "photos" / f"{name}.jpg")
        labels.append({"id": name, "source": f"of {name}", "split": split, "grid": grid, "scene": "field"})
    (tmp_path / "labels.jsonl").write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")
    return tmp_path


def test_report_and_plot(labelled, capsys):
    assert main([str(labelled), "--plot", str(labelled / "plot.png")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 photographs; load ")
    assert any(line.startswith("cells right: ") and " of 84;" in line for line in lines)
    assert any("of a" in line for line in lines)
    with Image.open(labelled / "plot.png") as plot:
        assert plot.size == (400, 400)


def test_a_split_keeps_the_rest_out(labelled, capsys):
    assert main([str(labelled), "--split", "test"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 photographs")
    assert "of a" not in out


def test_no_labels_is_one_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 4
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_picture_is_one_line(labelled, capsys):
    (labelled / "photos" / "a.jpg").unlink()
    assert main([str(labelled)]) == 4
    assert "a.jpg" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("a", "b", "overlap"),
    [
        ((0, 0, 1, 1), (0, 0, 1, 1), 1),
        ((0, 0, 0.5, 1), (0.5, 0, 1, 1), 0),
        ((0, 0, 1, 1), (0, 0, 0.5, 0.5), 0.25),
        ((0, 0, 0.5, 1), (0.25, 0, 0.75, 1), 1 / 3),
    ],
)
def test_overlap(a, b, overlap):
    assert intersection_over_union(a, b) == pytest.approx(overlap)


def test_the_diagram_marks_its_points():
    image = draw_reliability([(0.25, 0.25, 10), (0.75, 0.5, 4)])
    assert image.getpixel((100, 300)) == (20, 80, 180)
    assert image.getpixel((300, 200)) == (20, 80, 180)
