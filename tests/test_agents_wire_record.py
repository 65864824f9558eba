"""The record of calls when many begin at once: threads and processes that all meet a folder without one."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from agents.wire.occasion import Occasion
from agents.wire.record import CallRecord
from agents.wire.rows import Answered, Asked
from codec.errors import FormatError, StorageError

THREADS, CALLS = 6, 3


def make_request(number):
    occasion = Occasion(role="critic", step="critique", round=number)
    return Asked(
        occasion=occasion, request_sha256=f"{number:064}", asked_of="m", method="POST", url="u", headers={}, body=b"ask"
    )


def record_some(path, first, together):
    """Open the record at the same moment as all others, write a few calls, and close it."""
    together.wait()
    for number in range(first, first + CALLS):
        record = CallRecord(path)
        row = record.begin(make_request(number))
        record.finish(row, Answered(http_status=200, body=b"answer"), final=True)
        record.close()


def record_from_threads(path, first, together):
    failed = []

    def one(begin):
        try:
            record_some(path, begin, together)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(first + n * CALLS,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def count_rows(path):
    record = CallRecord(path, read_only=True)
    try:
        return len({row.occasion for row in record.rows()})
    finally:
        record.close()


@pytest.mark.parametrize("attempt", range(8))
def test_threads_that_begin_at_once_make_one_record(tmp_path, attempt):
    path = tmp_path / "shared" / "calls.sqlite"
    record_from_threads(path, 0, threading.Barrier(THREADS))
    assert count_rows(path) == THREADS * CALLS
    assert not list(path.parent.glob(".*.part"))


def test_processes_that_begin_at_once_make_one_record(tmp_path):
    path = tmp_path / "calls.sqlite"
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2 * THREADS)
    processes = [
        context.Process(target=record_from_threads, args=(path, n * THREADS * CALLS, together)) for n in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert count_rows(path) == 2 * THREADS * CALLS


def test_a_disk_without_links_still_gets_its_record(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "calls.sqlite"
    record_from_threads(path, 0, threading.Barrier(THREADS))
    assert count_rows(path) == THREADS * CALLS


def test_what_is_no_record_is_left_as_it_is(tmp_path):
    path = tmp_path / "calls.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FormatError):
        CallRecord(path)
    assert path.read_bytes() == before
    with pytest.raises(StorageError):
        CallRecord(tmp_path / "none.sqlite", read_only=True)
