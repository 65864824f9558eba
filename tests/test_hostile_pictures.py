"""Broken and malicious pictures: a picture or one line of error, in bounded memory and time."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.openai.pictures import read_picture
from agents.wire.errors import BadReply
from codec.errors import PictureError
from codec.photo import WORKING_SIDE, load_photo
from graph.run import main as run
from tests import hostile_pictures
from tests.hostile_files import check, time_limit

TOP = Path(__file__).parent.parent
MOST_BYTES = 2 << 30
"""Address space of the child that opens the worst files; LARGEST_PIXELS of RGBA take half a gigabyte."""


def opens(name: str, data: bytes, folder: Path) -> bool:
    """Open a file under a limit of time; hold what comes of it to the rules."""
    path = folder / "picture"
    path.write_bytes(data)
    problem = ""
    try:
        with time_limit(30):
            photo = load_photo(path)
    except PictureError as error:
        problem = str(error)
    if problem:
        assert problem.startswith(f"{path}: "), name
        assert "\n" not in problem, name
        return False
    assert photo.image.mode == "RGB", name
    assert 1 <= min(photo.image.size) <= max(photo.image.size) <= WORKING_SIDE, name
    assert min(photo.width, photo.height) >= 1, name
    return True


def test_every_good_file_opens(tmp_path):
    assert all(opens(name, data, tmp_path) for name, data in hostile_pictures.seeds().items())


def test_a_damaged_file_is_a_picture_or_one_line(tmp_path):
    opened = [opens(name, data, tmp_path) for name, data in hostile_pictures.damaged(12)]
    assert 0.1 < sum(opened) / len(opened) < 0.9  # both ends occur, or the damage says nothing


def test_crafted_files_stay_within_memory(crafted, tmp_path):
    """One child opens them all, under a limit of its address space: what exceeds it would be killed or raise."""
    for number, (name, data) in enumerate(crafted.items()):
        (tmp_path / f"{number:03}-{name}").write_bytes(data)
    program = (
        "import json, resource, sys\n"
        "from pathlib import Path\n"
        "from codec.errors import PictureError\n"
        "from codec.photo import load_photo\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MOST_BYTES}, {MOST_BYTES}))\n"
        "found = {}\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try:\n"
        "        found[path.name[4:]] = str(load_photo(path).image.size)\n"
        "    except PictureError as error:\n"
        "        found[path.name[4:]] = str(error)\n"
        "print(json.dumps([found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=TOP, check=False, capture_output=True, text=True,
        timeout=300, env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found, peak_kib = json.loads(done.stdout)
    assert set(found) == set(crafted)
    assert not [says for says in found.values() if "\n" in says]
    assert not [name for name, says in found.items() if "memory" in says]
    assert peak_kib < MOST_BYTES >> 10
    bombs = ("png-bomb-900-megapixels", "tiff-bomb", "bmp-60000-a-side", "gif-65535-a-side", "png-just-too-large")
    for name in (*bombs, "webp-moving-100-megapixels"):
        assert "too large" in found[name], found[name]
    for name in ("eps", "svg", "text", "polyglot-pdf-jpeg"):
        assert "not a picture" in found[name], found[name]
    for name in ("png-large-and-whole", "polyglot-jpeg-zip", "jpeg-exif-loop", "jpeg-orientation-65535", "thin-1x4000"):
        assert found[name].startswith("("), found[name]


@pytest.fixture(scope="module")
def crafted() -> dict[str, bytes]:
    return dict(hostile_pictures.crafted())


@pytest.mark.parametrize("name", ["empty", "text", "png-bomb-900-megapixels", "tiff-directory-loop", "eps"])
def test_the_command_says_one_line_and_leaves_no_run(crafted, tmp_path, name):
    path = tmp_path / "hostile.png"
    path.write_bytes(crafted[name])
    said = check(run, path, "--runs", tmp_path / "runs")
    assert said.code == PictureError.exit_code
    assert said.err.count("\n") == 1
    assert not list(tmp_path.glob("runs/2*"))


@pytest.mark.parametrize("name", ["empty", "text", "eps", "svg", "png-bomb-900-megapixels", "riff-without-end"])
def test_a_server_s_picture_is_opened_no_more_trustingly(crafted, name):
    with pytest.raises(BadReply):
        read_picture(base64.b64encode(crafted[name]).decode())
