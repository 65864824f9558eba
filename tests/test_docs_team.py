"""The worked example of docs/writing-a-team.md, played as an installed package would be."""

import sys
from pathlib import Path

import pytest

from agents.protocols import RenderRequest, Terms, Turn
from agents.registry import hire, hire_team
from agents.roles import ROLES
from codec.command import exit_code_of
from codec.errors import UsageError
from codec.mub import Decoder, load_mub
from graph.decode import main as decode
from graph.run import main as run

TOP = Path(__file__).parent.parent
EXAMPLE = TOP / "examples" / "bands"
TERMS = Terms(seed=0, folder=None, notify=print)


@pytest.fixture(autouse=True)
def installed(tmp_path, monkeypatch):
    """Announce the example as `pip install ./examples/bands` would: its metadata on the path, and its module."""
    info = tmp_path / "site" / "mubpp_bands-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mubpp-bands\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[mubpp.players]\nbands = bands:hire\n")
    monkeypatch.syspath_prepend(str(info.parent))
    monkeypatch.syspath_prepend(str(EXAMPLE))
    yield
    sys.modules.pop("bands", None)


def test_the_example_plays_beside_the_embedded_team_and_its_file_is_drawn_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = [TOP / "examples" / "rocket.jpg", "--team", "sketch", "--describer", "bands:8", "--renderer", "bands"]
    ask = [*map(str, words), "--budget", "12words", "--stop", "rounds=2", "--out", "redrawn.png", "--quiet"]
    assert exit_code_of(run, ask, program="run") == 0
    description = capsys.readouterr().out.strip()
    mub = load_mub(tmp_path / "redrawn.mub")
    assert mub.text == description
    assert mub.decoder is Decoder.GUEST
    assert set(description.replace(",", " ").split()) <= {"navy", "black", "gray", "brown", "teal"}
    assert exit_code_of(decode, ["redrawn.mub", "--renderer", "bands", "-o", "again.png"], program="decode") == 0
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "redrawn.png").read_bytes()


def test_the_example_paints_what_it_is_told_and_says_what_it_could_not_use():
    renderer = hire("renderer", "bands", TERMS)
    request = RenderRequest(turn=Turn(round=0), description="navy, pink, white", width=30, height=30)
    drawn = renderer.render(request)
    assert drawn.ignored == ("pink",)
    assert drawn.image.getpixel((5, 5)) == (0, 0, 128)
    assert drawn.image.getpixel((5, 25)) == (255, 255, 255)
    assert renderer.render(request).image.tobytes() == drawn.image.tobytes()


@pytest.mark.parametrize(("role", "reference"), [("critic", "bands"), ("describer", "bands:many")])
def test_the_example_refuses_what_it_cannot_play(role, reference):
    with pytest.raises(UsageError, match="--describer bands:6"):
        hire_team({**dict.fromkeys(ROLES, "sketch"), role: reference}, TERMS)


def test_the_example_is_announced_by_its_own_package_file():
    assert 'bands = "bands:hire"' in (EXAMPLE / "pyproject.toml").read_text("utf-8")
