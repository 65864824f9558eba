"""Files are written whole or not at all, here and by everything else in the project."""

import ast
import os
import resource
import threading
from pathlib import Path

import pytest

from codec.errors import RunStateError, StorageError
from codec.files import hold_lock, is_alive, settle_folder, sweep_parts, write_whole

TOP = Path(__file__).parent.parent
PACKAGES = ("codec", "sketch", "prompts", "traces", "agents", "graph", "lab")
MAY_OPEN = {
    "codec/files.py": {"wb", "a+b"},  # the temporary file; the lock
    "traces/recorder.py": {"ab"},  # the events, a line at a time
    "graph/batch_claims.py": {"a+"},  # the locks
    "lab/frontier_record.py": {"a"},  # a line at a time; a torn one is passed over
}
"""Who may open a file to write to it, and how; all else goes through `write_whole`."""


def test_a_file_is_written_and_replaced_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "deep" / "file"
    for data in (b"one", b"", b"three" * 1000):
        write_whole(target, data)
        assert target.read_bytes() == data
    assert list(target.parent.iterdir()) == [target]


def test_who_reads_while_it_is_replaced_sees_one_whole_file_or_the_other(tmp_path):
    target, contents, seen = tmp_path / "file", [bytes([n]) * 50_000 for n in range(40)], set()
    write_whole(target, contents[0])
    ended = threading.Event()

    def read():
        while not ended.is_set():
            seen.add(target.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for data in contents:
        write_whole(target, data)
    ended.set()
    reader.join()
    assert seen <= set(contents)


def test_a_link_keeps_leading_to_the_file(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"data")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"data"


def test_what_is_no_regular_file_is_written_to_and_stays_what_it_is(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"data")
    reader.join()
    assert heard == [b"data"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["file/below", "folder"])
def test_a_place_that_cannot_be_written_is_one_line_and_nothing_is_left(tmp_path, name):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="can't be written"):
        write_whole(tmp_path / name, b"data")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_a_name_as_long_as_names_may_be_is_written(tmp_path):
    write_whole(tmp_path / ("n" * 255), b"data")
    assert (tmp_path / ("n" * 255)).read_bytes() == b"data"


def test_leftovers_of_the_killed_are_swept_and_nothing_else(tmp_path):
    for name in (".a.png.12.00ff.part", "a.part", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    sweep_parts(tmp_path)
    sweep_parts(tmp_path / "nowhere")
    settle_folder(tmp_path / "nowhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "a.part"]


@pytest.mark.parametrize(
    "path", sorted(path for name in PACKAGES for path in (TOP / name).rglob("*.py")), ids=lambda p: p.name
)
def test_no_file_is_written_but_whole(path):
    allowed = MAY_OPEN.get(str(path.relative_to(TOP)), set())
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = {arg.id for arg in call.args if isinstance(arg, ast.Name)}
        said = f"{path.name}, line {call.lineno}: {ast.unparse(call)[:80]}"
        assert name not in {"write_text", "savetxt", "dump"}, said
        assert name != "write_bytes" or path.name == "files.py", said
        if name == "open":
            values = [arg for arg in (*call.args, *(k.value for k in call.keywords)) if isinstance(arg, ast.Constant)]
            modes = {str(value.value) for value in values} & {
                kind + more for kind in "wxa" for more in ("", "b", "+", "b+", "t", "+b")
            }
            assert modes <= allowed, said
        if name in {"save", "savez", "savez_compressed", "savefig"}:
            assert given & {"stream", "buffer"}, said


def test_a_lock_is_refused_with_the_number_of_the_process_that_holds_it(tmp_path):
    path = tmp_path / "lock"
    path.write_text("999999999")  # what a process left that is long dead
    with hold_lock(path, busy="process {} has it".format):
        assert path.read_text() == str(os.getpid())
        with pytest.raises(RunStateError, match=f"process {os.getpid()} has it"):
            hold_lock(path, busy="process {} has it".format)
    hold_lock(path, busy=str).close()


def test_a_lock_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(StorageError, match="can't be written"):
        hold_lock(tmp_path / "nowhere" / "lock", busy=str)
    held = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, held[1]))
        with pytest.raises(StorageError, match="File too large"):
            hold_lock(tmp_path / "lock", busy=str)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, held)


def test_the_living_are_told_from_the_dead():
    assert is_alive(os.getpid())
    assert is_alive(1)
    assert not is_alive(999_999_999)
    assert not is_alive(10**30)
