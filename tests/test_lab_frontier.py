"""The frontier on small pictures for real: figures that can be checked against the files and pictures behind them."""

import csv
import doctest
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from codec.errors import UsageError
from codec.fidelity import fidelity
from lab import frontier as module
from lab.frontier import main as frontier
from lab.frontier import split_budgets
from traces.folder import list_runs
from traces.reader import read_trace


def call(*words):
    return exit_code_of(frontier, [str(word) for word in words], program="mubpp frontier")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """One experiment over two pictures, one of them under a name that a folder above has too."""
    pytest.importorskip("matplotlib")
    top = tmp_path_factory.mktemp("frontier")
    down, across = np.mgrid[0:32, 0:48]
    for name, hue in (("a.png", 30), ("deep/a.png", 200)):
        pixels = np.where((down < 16)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
        pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, hue, 40)
        (top / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(top / "in" / name)
    words = (top / "in", "--budgets", "4,6tokens", "--stop", "rounds=2", "--runs", top / "runs", "--engine", "threads")
    assert call(*words, "--jobs", 1, "--out", top / "out", "--quiet") == 0
    return top, words


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_its_examples_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("text", ["", "5,10", "tokens", "5tokens,5tokens", "5tokens,x"])
def test_budgets_that_make_no_sense_are_refused(text):
    with pytest.raises(UsageError):
        split_budgets(text)


def test_our_points_are_those_of_the_files_on_disk(found):
    top, _ = found
    points = [row for row in rows(top / "out" / "points.csv") if row["code"] == "ours"]
    finished = {
        (trace.settings["image"]["path"], trace.settings["task"]["budget"]): trace
        for trace in map(read_trace, list_runs(top / "runs"))
    }
    assert len(points) == len(list_runs(top / "runs")) == 4
    for row in points:
        trace = finished[row["image"], row["budget"]]
        assert row["words"] == trace.finished.description
        size = trace.folder.result_file.stat().st_size
        assert int(row["bits"]) == size * 8
        assert float(row["ubpp"]) == pytest.approx(size * 8 * 1e6 / (32 * 48))
        assert float(row["fidelity"]) == pytest.approx(trace.finished.fidelity)


def test_the_thumbnail_takes_no_more_bits_than_ours(found):
    points = rows(found[0] / "out" / "points.csv")
    ours = {(row["image"], row["budget"]): int(row["bits"]) for row in points if row["code"] == "ours"}
    matched = {(r["image"], r["budget"]): int(r["bits"]) for r in points if r["code"] == "DCT thumbnail"}
    assert matched
    assert all(bits <= ours[key] for key, bits in matched.items())


def test_round_0_is_a_point_of_its_own(found):
    means = rows(found[0] / "out" / "frontier.csv")
    assert {row["budget"] for row in means if row["code"] == "ours, round 0"} == {"4tokens", "6tokens"}
    best = {row["budget"]: float(row["fidelity"]) for row in means if row["code"] == "ours"}
    first = {row["budget"]: float(row["fidelity"]) for row in means if row["code"] == "ours, round 0"}
    assert all(best[budget] >= first[budget] for budget in best)


def test_pictures_of_one_name_stay_apart(found):
    top, _ = found
    names = {row["image"] for row in rows(top / "out" / "points.csv")}
    assert names == {str(top / "in" / "a.png"), str(top / "in" / "deep" / "a.png")}


class Links(HTMLParser):
    """Collects what a page would load."""

    def __init__(self):
        super().__init__()
        self.sources = []

    def handle_starttag(self, tag, attrs):
        self.sources += [(tag, value) for name, value in attrs if name in {"src", "href", "xlink:href"}]


def test_the_page_holds_everything_itself(found):
    top, _ = found
    text = (top / "out" / "frontier.html").read_text("utf-8")
    links = Links()
    links.feed(text)
    pictures = [value for tag, value in links.sources if tag == "img"]
    assert len(pictures) >= 2 * (1 + 4)  # original, ours and round 0 at two budgets
    assert all(value.startswith(("data:image/png;base64,", "#")) for _, value in links.sources)
    assert "<script" not in text
    assert "100 µbpp" in text


def test_the_same_command_only_measures_again(found, capsys):
    top, words = found
    runs = list_runs(top / "runs")
    assert call(*words, "--jobs", 1, "--json", "--quiet") == 0
    again = json.loads(capsys.readouterr().out)
    assert list_runs(top / "runs") == runs
    means = {(m["code"], m["budget"]): m["fidelity"] for m in again["means"]}
    for row in rows(top / "out" / "frontier.csv"):
        assert means[row["code"], row["budget"]] == pytest.approx(float(row["fidelity"]))
    tests = [m for m in again["matched"] if m["against"] == "DCT thumbnail" and m["measure"] == "fidelity"]
    assert {m["budget"] for m in tests} <= {"4tokens", "6tokens"}
    for m in tests:
        ours, thumbnail = means["ours", m["budget"]], means["DCT thumbnail", m["budget"]]
        assert m["count"] < 2 or m["mean"] == pytest.approx(ours - thumbnail)


def test_a_picture_that_cannot_be_read_is_said_and_left_out(tmp_path, capsys):
    (tmp_path / "broken.png").write_bytes(b"nothing")
    assert call(tmp_path, "--budgets", "4tokens", "--runs", tmp_path / "runs", "--engine", "threads", "--quiet") == 8
    assert "broken.png" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--budgets", "5"), ("--budget", "5tokens"), ("--plot", "x.gif"), ("--pause",)])
def test_bad_words_are_one_line(words, tmp_path, capsys):
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    assert call(tmp_path, *words, "--runs", tmp_path / "runs") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_fidelity_of_the_page_is_that_of_the_codec(found):
    top, _ = found
    trace = read_trace(list_runs(top / "runs")[0])
    original = Image.open(trace.settings["image"]["path"]).convert("RGB")
    with Image.open(trace.folder.result_picture) as picture:
        likeness = fidelity(original, picture).total
    points = rows(top / "out" / "points.csv")
    assert any(abs(float(row["fidelity"]) - likeness) < 1e-6 for row in points if row["code"] == "ours")
