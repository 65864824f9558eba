import io
import sys

import pytest

from codec.__main__ import main
from codec.commands import parse_size
from codec.errors import UsageError
from codec.mub import MubFile, save_mub


def test_encode_and_decode(tmp_path, capsys):
    path = tmp_path / "x.mub"
    assert main(["encode", "A red barn, snow.", "-o", str(path), "--size", "768x512"]) == 0
    printed = capsys.readouterr().out
    assert f"{path.stat().st_size} bytes = 6 header bits" in printed
    assert main(["decode", str(path)]) == 0
    assert capsys.readouterr().out == "A red barn, snow.\n"


def test_text_from_standard_input(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("ciel p\u00e2le".encode())))
    assert main(["encode", "-", "-o", str(tmp_path / "x.mub"), "--exact-size", "--size", "31x77"]) == 0
    assert main(["decode", str(tmp_path / "x.mub")]) == 0
    assert capsys.readouterr().out.endswith("ciel p\u00e2le\n")


def test_ledger(capsys):
    assert main(["ledger", "a red barn"]) == 0
    printed = capsys.readouterr().out
    for expected in ("UTF-8", "deflate", "brotli", "zstd", "o200k", ".mub", "µbpp at 1024x1024", "µbpp at 768x512"):
        assert expected in printed


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["decode", "/nonexistent.mub"], 4, "can't read"),
        (["ledger", "x", "--size", "big"], 2, "write 768x512"),
        (["encode", "x" * 20_000, "-o", "never.mub"], 2, "at most"),
        (["encode", "x", "-o", "/nonexistent/x.mub"], 5, "can't write"),
        (["encode", "x", "-o", "never.mub", "--size", "99999x9", "--exact-size"], 2, "too large"),
    ],
)
def test_bad_input_is_one_line_and_its_own_exit_code(capsys, arguments, code, message):
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("text", ["", "x", "12x", "12x-3", "1.5x2", "\u0661x2x", "9" * 30 + "x1"])
def test_nonsense_sizes(text):
    with pytest.raises(UsageError):
        parse_size(text)


def test_a_terminal_is_not_obeyed(tmp_path, capsys, monkeypatch):
    """What a file from anybody says is printed as it is for programs, and without controls on a terminal."""
    text = "a barn\x1b[2J\x07, snow\n\ud800"
    save_mub(MubFile(text), path=tmp_path / "x.mub")
    shown = {}
    for is_terminal in (False, True):
        stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(stream, "isatty", lambda is_terminal=is_terminal: is_terminal)
        assert main(["decode", str(tmp_path / "x.mub")]) == 0
        shown[is_terminal] = stream.buffer.getvalue()
    assert shown[False] == text.encode("utf-8", "surrogatepass") + b"\n"
    assert shown[True].decode() == "a barn\ufffd[2J\ufffd, snow\n?\n"
