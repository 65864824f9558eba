"""Files behind URLs, on fsspec's file system in memory."""

import doctest
import uuid

import pytest

from codec.errors import PictureError, StorageError, UsageError
from graph import remote
from graph.batch_items import count_pictures, digest_named, digest_picture, stream_names, stream_pictures
from graph.remote import Remote, as_path, fetch, is_url, open_remote

pytest.importorskip("fsspec")


@pytest.fixture
def url():
    return f"memory://{uuid.uuid4().hex}"


def test_its_examples_hold():
    assert doctest.testmod(remote).failed == 0


@pytest.mark.parametrize("text", ["s3://b/x", "memory://x", "simplecache::s3://b/x", "git+https://x/y"])
def test_urls_are_told_from_paths(text):
    assert is_url(text)
    assert as_path(text) is None


@pytest.mark.parametrize("text", ["photos/a.png", "C:/x", "a:b", "://x", "/a/b//c"])
def test_paths_are_no_urls(text):
    assert not is_url(text)


def test_files_are_written_read_and_deleted(url):
    place = open_remote(url)
    assert place.read("a/b.json") is None
    place.write("a/b.json", b"one")
    place.write("a/b.json", b"two")
    assert place.read("a/b.json") == b"two"
    place.delete("a/b.json")
    place.delete("a/b.json")
    assert place.read("a/b.json") is None


def test_only_one_creates_a_file(url):
    place = open_remote(url)
    assert place.create("x/claim", b"mine")
    assert not place.create("x/claim", b"theirs")
    assert place.read("x/claim") == b"mine"


def test_a_folder_goes_up_and_comes_back_with_its_last_file_last(url, tmp_path, monkeypatch):
    place = open_remote(url)
    here = tmp_path / "run"
    for name in ("run.json", "zebra.txt", "blobs/a.png", "lock"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_bytes(name.encode())
    order = []
    put = type(place._files).put_file

    def listening(self, source, target, **more):
        order.append(source)
        return put(self, source, target, **more)

    monkeypatch.setattr(type(place._files), "put_file", listening)
    place.upload(here, to="runs/one", last="run.json", without=frozenset({"lock"}))
    assert order[-1].endswith("run.json")
    assert len(order) == 3
    assert place.download("runs/one", tmp_path / "back", last="run.json")
    found = {p.relative_to(tmp_path / "back").as_posix() for p in (tmp_path / "back").rglob("*") if p.is_file()}
    assert found == {"run.json", "zebra.txt", "blobs/a.png"}
    assert not place.download("runs/none", tmp_path / "none", last="run.json")


def test_a_folder_that_is_not_up_whole_is_not_taken_for_one(url, tmp_path):
    place = open_remote(url)
    place.write("runs/half/events.jsonl", b"{}")
    assert not place.download("runs/half", tmp_path / "half", last="run.json")


def test_folders_patterns_and_lists_are_walked(url):
    place = open_remote(url)
    for name in ("x/a.png", "x/deep/b.jpg", "x/notes.md", "y/c.png"):
        place.write(name, name.encode())
    place.write("all.txt", f"# two\n{url}/x/a.png\n\n/local/d.png\n".encode())

    def tails(source):
        return [name.rpartition("/")[2] for name in stream_names([source])]

    assert tails(f"{url}/x") == ["a.png", "b.jpg"]
    assert tails(f"{url}/**/*.png") == ["a.png", "c.png"]
    assert tails(f"{url}/x/*.png") == ["a.png"]
    assert tails(f"{url}/y/c.png") == ["c.png"]
    assert list(stream_names([f"{url}/all.txt"])) == [f"{url}/x/a.png", "/local/d.png"]
    assert count_pictures([f"{url}/all.txt", f"{url}/x"]) == 4
    for nothing in (f"{url}/none", f"{url}/*.gif", f"{url}/none.txt"):
        with pytest.raises(UsageError):
            list(stream_names([nothing]))


def test_a_picture_is_the_same_wherever_it_is(url, tmp_path):
    (tmp_path / "a b.png").write_bytes(b"bytes")
    open_remote(url).write("other.png", b"bytes")
    digests = {digest_named(name) for name in (f"{url}/other.png", str(tmp_path / "a b.png"))}
    assert digests == {digest_picture(tmp_path / "a b.png"), digest_named(f"file://{tmp_path}/a%20b.png")}
    with pytest.raises(PictureError):
        fetch(f"{url}/none.png")


def test_only_the_batch_takes_urls(url):
    open_remote(url).write("a.png", b"bytes")
    with pytest.raises(UsageError, match=r"graph\.batch"):
        list(stream_pictures([f"{url}/a.png"]))


@pytest.mark.parametrize("bad", ["bogus://x/y", "abfs+nothing://x"])
def test_an_unknown_kind_of_url_is_named(bad):
    with pytest.raises(UsageError):
        open_remote(bad)


class Refusing:
    def makedirs(self, path, exist_ok):
        pass

    def __getattr__(self, name):
        def refuse(*_words, **_more):
            raise RuntimeError("403 Forbidden\nmore")

        return refuse


def test_what_a_service_refuses_is_one_line(tmp_path):
    place = Remote("s3://bucket", Refusing(), "bucket")
    for act in (
        lambda: place.read("x"),
        lambda: place.write("x", b""),
        lambda: place.create("x", b""),
        lambda: place.delete("x"),
        lambda: place.download("x", tmp_path, last="run.json"),
    ):
        with pytest.raises(StorageError, match=r"403 Forbidden$"):
            act()
