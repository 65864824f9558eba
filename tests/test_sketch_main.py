from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from codec.errors import StorageError, UsageError
from sketch.__main__ import main


def test_it_draws_a_png(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.png"
    assert main(["draw", "a red zorbish house", "-o", str(out), "--size", "90x60"]) == 0
    with Image.open(out) as picture:
        assert picture.size == (90, 60)
        assert picture.format == "PNG"
    said = capsys.readouterr()
    assert said.out == f"{out}\n"
    assert said.err == "sketch: not used: zorbish\n"


@pytest.mark.parametrize("extra", [[], ["--format", "svg"]])
def test_it_draws_svg_by_name_or_by_option(tmp_path: Path, extra: list[str]) -> None:
    out = tmp_path / ("a.svg" if not extra else "a.picture")
    assert main(["draw", "a <b> house", "-o", str(out), "--size", "90×60", *extra]) == 0
    assert ElementTree.parse(out).getroot().get("height") == "60"


@pytest.mark.parametrize("size", ["90", "0x5", "axb", "9000x10", "-3x4", "1x1x1"])
def test_a_bad_size_is_one_line(size: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "sky", f"--size={size}", "-o", str(tmp_path / "a.png")]) == UsageError.exit_code
    assert capsys.readouterr().err.count("\n") == 1


def test_a_bad_seed_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "sky", "--seed=-1", "-o", str(tmp_path / "a.png")]) == UsageError.exit_code
    assert "0 to 65535" in capsys.readouterr().err


def test_an_unwritable_path_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "sky", "-o", str(tmp_path / "no" / "a.png"), "--size", "4x4"]) == StorageError.exit_code
    assert "can't be written" in capsys.readouterr().err
