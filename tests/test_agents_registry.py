"""Who can play: guests from other packages are found by their entry point, and their files can be drawn again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.registry import check_references, decoder_of
from agents.roles import ROLES
from codec.errors import UsageError
from codec.mub import Decoder, load_mub

ROOT = Path(__file__).parents[1]

FLAG = '''
"""A renderer that draws one flat colour, named by the first letter of the description."""

from PIL import Image

from agents.protocols import Rendering, RenderRequest


class Flag:
    decoder = "guest"
    free = True

    def __init__(self, shift):
        self.shift = shift

    def render(self, request: RenderRequest) -> Rendering:
        shade = (ord(request.description[0]) + self.shift) % 256
        return Rendering(image=Image.new("RGB", (request.width, request.height), (shade, shade, shade)))


def hire(role, argument, terms):
    return Flag(int(argument or 0))
'''


@pytest.fixture
def guest_path(tmp_path):
    """Install a package with a renderer by hand: a module, and the metadata that announces it."""
    site = tmp_path / "site"
    meta = site / "flags-1.0.dist-info"
    meta.mkdir(parents=True)
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: flags\nVersion: 1.0\n")
    (meta / "entry_points.txt").write_text("[mubpp.players]\nflag = flag_renderer:hire\n")
    (site / "flag_renderer.py").write_text(FLAG)
    return site


def run(*command, path, runs):
    environ = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT}", "OPENAI_API_KEY": ""}
    words = [sys.executable, "-m", *map(str, command), "--runs", str(runs)]
    return subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_a_guest_draws_and_its_file_is_drawn_again_by_name(guest_path, tmp_path):
    picture, again = tmp_path / "redrawn.png", tmp_path / "again.png"
    options = ("--team", "sketch", "--renderer", "flag:7", "--stop", "rounds=1", "--display", "none", "--out", picture)
    played = run("graph.run", "examples/rocket.jpg", *options, path=guest_path, runs=tmp_path / "runs")
    assert played.returncode == 0, played.stderr
    mub = picture.with_suffix(".mub")
    assert load_mub(mub).decoder is Decoder.GUEST

    nameless = run("graph.decode", mub, "-o", again, path=guest_path, runs=tmp_path / "runs")
    assert nameless.returncode == UsageError.exit_code
    assert "--renderer" in nameless.stderr
    assert not again.exists()

    named = run("graph.decode", mub, "-o", again, "--renderer", "flag:7", path=guest_path, runs=tmp_path / "runs")
    assert named.returncode == 0, named.stderr
    assert again.read_bytes() == picture.read_bytes()
    assert "asks for" not in named.stdout


def test_every_player_of_our_own_has_a_decoder_of_its_own():
    assert [decoder_of(who) for who in ("sketch", "openai:some-model", "diffusers:folder")] == [
        "sketch",
        "openai",
        "diffusers",
    ]
    assert decoder_of("somebody") == "guest"


def test_a_player_that_there_is_not_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="did you mean sketch"):
        check_references(dict.fromkeys(ROLES, "skech"))
