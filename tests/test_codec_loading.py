import gc
import subprocess
import sys
import threading

import pytest

from codec.loading import loading


@pytest.fixture(autouse=True)
def _as_before():
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()
    gc.unfreeze()


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_rests_and_is_left_as_it_was(collects):
    (gc.enable if collects else gc.disable)()
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled() == collects


def test_it_is_so_after_a_module_that_there_is_not_too():
    gc.enable()
    with pytest.raises(ModuleNotFoundError), loading():
        __import__("nobody_has_this_module")
    assert gc.isenabled()


def test_only_what_modules_leave_is_never_looked_through(tmp_path, monkeypatch):
    gc.unfreeze()
    with loading():
        pass
    assert gc.get_freeze_count() == 0
    (tmp_path / "brought_by_this_test.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    with loading():
        __import__("brought_by_this_test")
    assert gc.get_freeze_count() > 0


def test_threads_that_load_at_once_leave_it_on():
    gc.enable()
    inside, others_out = threading.Event(), threading.Event()

    def load_long():
        with loading():
            inside.set()
            others_out.wait(10)

    thread = threading.Thread(target=load_long)
    thread.start()
    inside.wait(10)
    with loading():
        others_out.set()
        thread.join()
    assert gc.isenabled()


LEAVE = """
import atexit, sys, threading, time
from codec.command import run_command

class Held:
    def __del__(self):
        print("collected", flush=True)

def main(argv):
    held = Held()
    held.circle = held
    atexit.register(lambda: print("exit handler"))
    threading.Thread(target=lambda: (time.sleep(0.05), print("thread"))).start()
    sys.stdout.write("not flushed, ")
    return 3

run_command(main, program="test")
"""


def test_a_command_waits_for_threads_and_exit_handlers_but_not_for_garbage():
    done = subprocess.run([sys.executable, "-c", LEAVE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split("\n")) == (3, ["not flushed, thread", "exit handler", ""])
    assert done.stderr == ""
