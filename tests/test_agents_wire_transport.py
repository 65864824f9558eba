"""The wire, with the official client over a real socket: every trouble has its name, and nothing is paid twice."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import openai
import pytest
from api_server import ApiServer, Fault

from agents.wire.errors import (
    BadAnswerError,
    BadReply,
    KeyRefusedError,
    LimitReached,
    ModerationError,
    NotOnRecordError,
    OverloadedError,
    QuotaError,
    RefusedError,
    UnknownModelError,
    UnreachableError,
)
from agents.wire.limits import Limits
from agents.wire.occasion import Call, Occasion, announce
from agents.wire.options import WireOptions
from agents.wire.prices import load_prices
from agents.wire.record import CallRecord
from agents.wire.transport import Wire, open_wire
from codec.errors import FormatError, StorageError, UsageError, WireError

KEY = "sk-test-0123456789abcdef"
OPTIONS = WireOptions(prices=load_prices(), retries=2)


class Line:
    """A wire in a folder, its notes, and a way to ask."""

    def __init__(self, folder: Path, url: str, **changes: Any) -> None:
        shared = changes.pop("cache", None)
        self.notes: list[str] = []
        self.waits: list[float] = []
        self.folder = folder
        self.url = url
        self.timeout_s = changes.pop("timeout_s", 5.0)
        options = replace(OPTIONS, **changes)
        record = CallRecord(folder / "calls.sqlite", read_only=options.replay)
        self.wire = Wire(
            record,
            options=options,
            cache=CallRecord(shared) if shared else None,
            notify=self.notes.append,
            sleep=self.waits.append,
        )

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def ask(self, prompt: str = "a red barn", *, candidate: int = 0, check: Callable[..., None] | None = None) -> str:
        call = Call(
            occasion=Occasion(role="renderer", step="draw", round=1, candidate=candidate),
            asked_of="gpt-image-2",
            most_input_tokens=100,
            most_output_tokens=0,
            most_image_output_tokens=1000,
            check=check,
            timeout_s=self.timeout_s,
        )
        client = openai.OpenAI(
            api_key=KEY, base_url=self.url, max_retries=0, timeout=self.timeout_s, http_client=self.wire.make_client()
        )
        with announce(call):
            answer = client.images.generate(model="gpt-image-2", prompt=prompt, size="64x64")
        assert answer.data is not None
        return answer.data[0].b64_json or ""


def problem(status: int, code: str | None = None, **more: Any) -> Fault:
    return Fault(status, {"message": f"no: {KEY}", "code": code, **more.pop("error", {})}, **more)


def test_an_answer_is_on_record_before_it_is_read_and_without_the_key(tmp_path: Path, server: ApiServer) -> None:
    seen: list[bytes] = []

    def check(_: object) -> None:
        seen.append(b"".join(path.read_bytes() for path in tmp_path.glob("calls.sqlite*")))
        raise BadReply("not good enough")

    with Line(tmp_path, server.url) as line:
        with pytest.raises(BadReply):
            line.ask(check=check)
        (row,) = line.wire.record.rows()
    assert b"b64_json" in seen[0]
    assert row.final
    assert row.cost_usd == pytest.approx((80 * 5 + 400 * 30) / 1e6)
    for path in tmp_path.iterdir():
        assert KEY.encode() not in path.read_bytes()
    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("fault", "error", "words", "sent"),
    [
        (problem(401), KeyRefusedError, "refused the key (status 401)", 1),
        (problem(403), KeyRefusedError, "status 403", 1),
        (problem(404, "model_not_found"), UnknownModelError, "does not know 'gpt-image-2'", 1),
        (problem(400), RefusedError, "refused the request (status 400)", 1),
        (problem(422), RefusedError, "status 422", 1),
        (problem(400, "moderation_blocked"), ModerationError, "moderation_blocked", 1),
        (problem(400, "content_policy_violation"), ModerationError, "content_policy_violation", 1),
        (problem(408), OverloadedError, "status 408", 3),
        (problem(409), OverloadedError, "status 409", 3),
        (problem(429), OverloadedError, "status 429", 3),
        (problem(429, headers={"retry-after": "7"}), OverloadedError, "asks to wait 7 s", 3),
        (problem(429, headers={"retry-after": "300"}), OverloadedError, "asks to wait 300 s", 1),
        (problem(429, "insufficient_quota"), QuotaError, "no quota left", 1),
        (problem(500), OverloadedError, "status 500", 3),
        (problem(503), OverloadedError, "status 503", 3),
        (problem(503, headers={"x-should-retry": "false"}), OverloadedError, "status 503", 1),
        (problem(418), RefusedError, "status 418", 1),
        (Fault(307, headers={"location": "/elsewhere"}), BadAnswerError, "redirect", 1),
        (Fault(raw=b"<html>Hello", content_type="text/html"), BadAnswerError, "text/html, not JSON (2 tries)", 2),
        (Fault(raw=b'{"data": ['), BadAnswerError, "not JSON", 2),
        (Fault(raw=b"[1, 2]"), BadAnswerError, "not JSON", 2),
        (Fault(raw=b'{"error": {"message": "overloaded"}}'), RefusedError, "answered with an error: overloaded", 1),
        (Fault(502, raw=b"bad gateway", content_type="text/plain"), OverloadedError, "bad gateway", 3),
        (Fault(422, raw=b'{"detail": [{"msg": "size too big"}]}'), RefusedError, "size too big", 1),
        (Fault(break_off="cut"), UnreachableError, "broke off", 3),
        (Fault(break_off="reset"), UnreachableError, "broke off", 3),
    ],
)
def test_every_trouble_has_its_name(
    tmp_path: Path, server: ApiServer, fault: Fault, error: type[WireError], words: str, sent: int
) -> None:
    server.always["image"] = fault
    with Line(tmp_path, server.url) as line:
        with pytest.raises(error) as caught:
            line.ask()
        rows = line.wire.record.rows()
        assert line.wire.meter.calls == sent
        assert line.wire.meter.spend_usd == 0.0
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert len(server.seen) == sent == len(rows)
    assert [row.final for row in rows] == [False] * (sent - 1) + [True]
    assert len(line.notes) == len(line.waits) == sent - 1
    with Line(tmp_path, server.url, replay=True) as again:
        with pytest.raises(error) as replayed:
            again.ask()
        assert again.wire.meter.calls == sent
    assert str(replayed.value) == str(caught.value)
    assert len(server.seen) == sent


@pytest.mark.parametrize("fault", [Fault(wait_s=1.5), Fault(break_off="stall"), Fault(break_off="drip")])
def test_a_server_that_takes_for_ever_is_not_waited_for(tmp_path: Path, server: ApiServer, fault: Fault) -> None:
    server.always["image"] = fault
    with Line(tmp_path, server.url, timeout_s=0.3, retries=1) as line, pytest.raises(UnreachableError) as caught:
        line.ask()
    assert "waited too long for the answer (2 tries)" in str(caught.value)
    assert caught.value.passing


def test_a_passing_trouble_passes_with_a_note_and_growing_waits(tmp_path: Path, server: ApiServer) -> None:
    server.misbehave("image", problem(500), Fault(break_off="cut"))
    with Line(tmp_path, server.url) as line:
        assert line.ask()
        assert [row.final for row in line.wire.record.rows()] == [False, False, True]
        assert line.wire.meter.calls == 3
    assert "renderer: status 500: no: [key]; trying again in 0." in line.notes[0]
    assert "the connection broke off" in line.notes[1]
    assert 0.3 < line.waits[0] <= 0.5 < line.waits[1] <= 1.0


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [
        ({"retry-after": "7"}, 7, 7),
        ({"retry-after-ms": "1500"}, 1.5, 1.5),
        ({"retry-after": formatdate(usegmt=True, timeval=None)}, 0.3, 0.5),
        ({"retry-after": "soon"}, 0.3, 0.5),
        ({"retry-after": "-4"}, 0.3, 0.5),
    ],
)
def test_the_server_says_how_long(
    tmp_path: Path, server: ApiServer, headers: dict[str, str], low: float, high: float
) -> None:
    server.misbehave("image", problem(429, headers=headers))
    with Line(tmp_path, server.url) as line:
        line.ask()
    assert low <= line.waits[0] <= high


def test_addresses_that_lead_nowhere(tmp_path: Path, server: ApiServer) -> None:
    with ApiServer() as gone:
        url = gone.url
    for number, (address, words, passing) in enumerate(
        [
            (url, "the connection was refused", False),
            ("http://no-such-host.invalid/v1", "the server's name can't be found", False),
            (server.url.replace("http:", "https:"), "TLS failed", False),
        ]
    ):
        with Line(tmp_path / str(number), address, retries=1) as line, pytest.raises(UnreachableError) as caught:
            line.ask()
        assert words in str(caught.value)
        assert caught.value.passing == passing
        assert "\n" not in str(caught.value)


def test_an_answer_without_end_is_not_read_to_its_end(
    tmp_path: Path, server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.wire.transport.MOST_BYTES", 2**20)
    server.always["image"] = Fault(raw=b" " * (2**20 + 1))
    with Line(tmp_path, server.url) as line, pytest.raises(BadAnswerError, match="larger than 1 MiB"):
        line.ask()


def test_asked_again_in_the_same_run_nothing_is_sent(tmp_path: Path, server: ApiServer) -> None:
    with Line(tmp_path, server.url) as line:
        first = line.ask()
        assert line.ask() == first
        assert line.ask(candidate=1) == first
    assert len(server.seen) == 2
    with Line(tmp_path, server.url) as resumed:
        assert resumed.wire.meter.calls == 2
        assert resumed.ask() == first
        assert resumed.wire.meter.spend_usd == pytest.approx(2 * (80 * 5 + 400 * 30) / 1e6)
        assert resumed.wire.sources == {"network": 0, "cache": 0, "record": 1}
    assert len(server.seen) == 2


def test_a_failure_on_record_is_tried_anew_when_resumed_but_not_a_refusal(tmp_path: Path, server: ApiServer) -> None:
    server.misbehave("image", problem(401), problem(400, "moderation_blocked"))
    with Line(tmp_path, server.url) as line:
        with pytest.raises(KeyRefusedError):
            line.ask("one")
        with pytest.raises(ModerationError):
            line.ask("two")
    with Line(tmp_path, server.url) as resumed:
        assert resumed.ask("one")
        with pytest.raises(ModerationError):
            resumed.ask("two")
    assert len(server.seen) == 3
    with Line(tmp_path, server.url, replay=True) as replay:
        assert replay.ask("one")


def test_a_replay_needs_no_server_and_knows_what_is_missing(tmp_path: Path) -> None:
    with ApiServer() as server, Line(tmp_path, server.url) as line:
        first = line.ask()
        spent = line.wire.meter.spend_usd
    with Line(tmp_path, line.url, replay=True) as replay:
        assert replay.ask() == first
        assert (replay.wire.meter.calls, replay.wire.meter.spend_usd) == (1, spent)
        with pytest.raises(NotOnRecordError, match=r"not on record: r1\.h0\.c1\.p0/renderer\.draw/0"):
            replay.ask(candidate=1)
        assert replay.wire.meter.calls == 1


def test_a_server_that_moved_is_the_same_run(tmp_path: Path) -> None:
    with ApiServer() as server, Line(tmp_path, server.url) as line:
        first = line.ask()
    with ApiServer() as other, Line(tmp_path, other.url) as resumed:
        assert resumed.ask() == first
        assert other.seen == []


def test_the_cache_pays_for_other_runs_once(tmp_path: Path, server: ApiServer) -> None:
    cache = tmp_path / "cache.sqlite"
    with Line(tmp_path / "one", server.url, cache=cache) as line:
        first = line.ask()
    with Line(tmp_path / "two", server.url, cache=cache) as other:
        assert other.ask() == first
        assert (other.wire.meter.calls, other.wire.meter.spend_usd) == (0, 0.0)
        (row,) = other.wire.record.rows()
        assert (row.source, row.cost_usd) == ("cache", 0.0)
    assert len(server.seen) == 1
    with Line(tmp_path / "two", server.url, replay=True) as replay:
        assert replay.ask() == first
        assert replay.wire.meter.calls == 0
    for mode, sent in (("refresh", 2), ("off", 3)):
        with Line(tmp_path / mode, server.url, cache=cache, cache_mode=mode) as line:
            line.ask()
        assert len(server.seen) == sent
    with ApiServer() as elsewhere, Line(tmp_path / "three", elsewhere.url, cache=cache) as line:
        line.ask()
        assert len(elsewhere.seen) == 1


def test_limits_stop_before_the_call(tmp_path: Path, server: ApiServer) -> None:
    with Line(tmp_path / "calls", server.url, limits=Limits(calls=1)) as line:
        line.ask()
        with pytest.raises(LimitReached) as caught:
            line.ask(candidate=1)
        assert (caught.value.stop.policy, caught.value.stop.reading) == ("calls=1", 1.0)
        line.ask()
    assert len(server.seen) == 1
    # A call costs 0.0124 USD and may cost 0.0305 USD.
    with Line(tmp_path / "spend", server.url, limits=Limits(spend_usd=0.05)) as line:
        line.ask()
        line.ask(candidate=1)
        with pytest.raises(LimitReached, match=r"0\.0248 USD spent; the next call may cost 0\.03"):
            line.ask(candidate=2)
    assert len(server.seen) == 3
    with Line(tmp_path / "spend", server.url, limits=Limits(spend_usd=0.05)) as resumed:
        resumed.ask(candidate=1)
        with pytest.raises(LimitReached):
            resumed.ask(candidate=2)
    with Line(tmp_path / "spend", server.url, limits=Limits(spend_usd=0.05), replay=True) as replay:
        replay.ask()
        replay.ask(candidate=1)
        with pytest.raises(LimitReached):
            replay.ask(candidate=2)
    assert len(server.seen) == 3


def test_a_retry_counts_and_is_not_made_above_the_limit(tmp_path: Path, server: ApiServer) -> None:
    server.always["image"] = problem(500)
    with Line(tmp_path, server.url, limits=Limits(calls=2)) as line, pytest.raises(OverloadedError):
        line.ask()
    assert len(server.seen) == 2
    assert "not trying again: all 2 calls are made" in line.notes[-1]


def test_spending_can_not_be_limited_without_a_price(tmp_path: Path, server: ApiServer) -> None:
    prices = load_prices().model_copy(update={"prices": {}})
    with (
        Line(tmp_path, server.url, prices=prices, limits=Limits(spend_usd=1.0)) as line,
        pytest.raises(UsageError, match=r"price of gpt-image-2 is unknown.*--prices"),
    ):
        line.ask()
    with Line(tmp_path, server.url, prices=prices) as line:
        line.ask()
        assert line.wire.meter.spend_usd is None
    assert len(server.seen) == 1


def test_parallel_calls_are_recorded_each(tmp_path: Path, server: ApiServer) -> None:
    server.always["image"] = Fault(wait_s=0.2)
    with Line(tmp_path, server.url) as line, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: line.ask(candidate=n), range(6)))
        assert len({row.occasion for row in line.wire.record.rows()}) == 6
    assert server.most_at_once > 1


def test_killed_with_an_answer_on_its_way_and_one_on_record(tmp_path: Path, server: ApiServer) -> None:
    server.misbehave("image", Fault(), Fault(wait_s=30))
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from test_agents_wire_transport import Line
        with Line(Path(sys.argv[1]), sys.argv[2], timeout_s=60) as line:
            line.ask()
            print("answered", flush=True)
            line.ask(candidate=1)
        """
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)])}
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), server.url], stdout=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    with process.stdout as out:
        assert out.readline() == b"answered\n"
        while len(server.seen) < 2:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    with Line(tmp_path, server.url) as resumed:
        assert [row.final for row in resumed.wire.record.rows()] == [True, None]
        resumed.ask()
        resumed.ask(candidate=1)
        assert resumed.wire.sources == {"network": 1, "cache": 0, "record": 1}
    assert [seen.body["prompt"] for seen in server.seen] == ["a red barn"] * 3


def test_a_request_without_an_occasion_is_a_bug(tmp_path: Path, server: ApiServer) -> None:
    with Line(tmp_path, server.url) as line:
        client = openai.OpenAI(api_key=KEY, base_url=server.url, http_client=line.wire.make_client())
        with pytest.raises(RuntimeError, match="without announcing"):
            client.models.list()


def test_records_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "calls.sqlite").write_bytes(b"this is no database, however long it may be" * 99)
    with pytest.raises(FormatError, match="damaged"):
        open_wire(tmp_path, options=OPTIONS)
    with pytest.raises(StorageError, match="can't use the record"):
        open_wire(tmp_path / "missing", options=replace(OPTIONS, replay=True))
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        open_wire(tmp_path / "file", options=OPTIONS)


def test_pictures_are_known_by_their_pixels(tmp_path: Path, server: ApiServer) -> None:
    with Line(tmp_path, server.url) as line:
        for data_url in ("data:image/png;base64,AAAA", "data:image/png;base64,BBBB"):
            call = Call(
                occasion=Occasion(role="critic", step="critique", round=0),
                asked_of="gpt-5.4",
                most_input_tokens=1,
                most_output_tokens=1,
                pictures={data_url: "picture:1"},
            )
            with announce(call), line.wire.make_client() as client:
                body = {"model": "gpt-5.4", "prompt": data_url, "size": "8x8"}
                client.post(f"{server.url}/images/generations", content=json.dumps(body).encode())
            assert call.source == ("network" if "AAAA" in data_url else "record")
    assert len(server.seen) == 1
