"""Claims: one owner at a time, and none that outlives its owner."""

import contextlib
import json
import platform
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest

from graph import batch_claims
from graph.batch_claims import LocalClaims, RemoteClaims
from graph.remote import open_remote

TOP = Path(__file__).parent.parent
KEY = "abc" + "0" * 29
HOLD = """
import sys
from pathlib import Path
from graph.batch_claims import LocalClaims
claims = LocalClaims(Path(sys.argv[1]))
print(claims.take(sys.argv[2]), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place():
    pytest.importorskip("fsspec")
    return open_remote(f"memory://{uuid.uuid4().hex}")


@pytest.fixture(params=["local", "remote"])
def make(request, tmp_path):
    """A way to make a further party to the same claims."""
    with contextlib.ExitStack() as stack:
        if request.param == "local":
            yield lambda: stack.enter_context(contextlib.closing(LocalClaims(tmp_path)))
        else:
            pytest.importorskip("fsspec")
            place = open_remote(f"memory://{uuid.uuid4().hex}")
            yield lambda: stack.enter_context(contextlib.closing(RemoteClaims(place)))


def test_a_claim_has_one_owner_until_it_is_given_back(make):
    one, other = make(), make()
    assert one.take(KEY)
    assert not other.take(KEY)
    assert other.take("def" + "1" * 29)
    one.give_back(KEY)
    assert other.take(KEY)
    assert not one.take(KEY)


def test_closing_gives_everything_back(make):
    one, other = make(), make()
    assert one.take(KEY)
    one.close()
    assert other.take(KEY)


def test_many_threads_get_one_claim_each_once(make):
    parties = [make() for _ in range(4)]
    keys = [f"{n:03x}" + "0" * 29 for n in range(20)]
    won = []

    def grab(claims):
        won.extend(key for key in keys if claims.take(key))

    threads = [threading.Thread(target=grab, args=(claims,)) for claims in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == keys


def test_a_killed_process_holds_no_lock(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), KEY],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "True\n"
    with contextlib.closing(LocalClaims(tmp_path)) as claims:
        assert not claims.take(KEY)
        process.kill()
        process.communicate()
        assert claims.take(KEY)


def test_a_claim_that_is_not_renewed_grows_stale(place):
    place.write(f".batch/abc/{KEY}.claim", json.dumps({"owner": "x", "machine": "elsewhere", "pid": 1}).encode())
    with contextlib.closing(RemoteClaims(place, stale_s=0.2)) as claims:
        assert not claims.take(KEY)
        assert not claims.take(KEY)
        time.sleep(0.25)
        assert claims.take(KEY)


def test_a_claim_that_is_renewed_does_not(place):
    with (
        contextlib.closing(RemoteClaims(place, beat_s=0.05)) as owner,
        contextlib.closing(RemoteClaims(place, stale_s=0.6)) as other,
    ):
        assert owner.take(KEY)
        ends = time.monotonic() + 1.5
        while time.monotonic() < ends:
            assert not other.take(KEY)
            time.sleep(0.1)


def test_a_process_of_this_machine_that_is_gone_is_not_waited_for(place, monkeypatch):
    monkeypatch.setattr(batch_claims, "SETTLE_S", 0.0)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    said = {"owner": "x", "machine": platform.node(), "pid": gone.pid, "beat": 0}
    place.write(f".batch/abc/{KEY}.claim", json.dumps(said).encode())
    with contextlib.closing(RemoteClaims(place)) as claims:
        assert claims.take(KEY)


def test_a_damaged_claim_grows_stale_too(place):
    place.write(f".batch/abc/{KEY}.claim", b'{"owner')
    with contextlib.closing(RemoteClaims(place, stale_s=0.1)) as claims:
        assert not claims.take(KEY)
        time.sleep(0.15)
        assert claims.take(KEY)


def test_a_claim_that_was_taken_over_is_left_to_its_new_owner(place):
    with contextlib.closing(RemoteClaims(place, beat_s=0.05)) as slept:
        assert slept.take(KEY)
        theirs = json.dumps({"owner": "new", "machine": "elsewhere", "pid": 1, "beat": 0}).encode()
        place.write(f".batch/abc/{KEY}.claim", theirs)
        time.sleep(0.2)
        slept.give_back(KEY)
        assert place.read(f".batch/abc/{KEY}.claim") == theirs
