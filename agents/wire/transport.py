"""The recording transport under both clients: looks up, limits, paces, sends, records, retries; judges no content."""

import contextlib
import hashlib
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from socket import gaierror
from typing import Final

import httpx2

from agents.wire.errors import LimitReached, NotOnRecordError, Problem
from agents.wire.limits import Meter, estimate_most_usd
from agents.wire.manners import Manners
from agents.wire.occasion import Call, Source, current_call
from agents.wire.options import WireOptions
from agents.wire.pace import Pace
from agents.wire.prices import price_usage, read_usage
from agents.wire.record import CallRecord
from agents.wire.redact import find_secrets, hide_secrets, keep_request_headers, keep_response_headers, strip_url
from agents.wire.retry import decide_wait, is_good, is_settled, make_error, name_trouble, parse_object
from agents.wire.rows import Answered, Asked
from codec.errors import MubppError

MOST_BYTES: Final = 64 * 2**20
"""An answer above this is not read to its end."""

CONNECT_TIMEOUT_S: Final = 10.0


@cache
def trusted() -> ssl.SSLContext:
    """Load the certificates that this machine trusts, once: that takes a tenth of a second."""
    return httpx2.create_ssl_context()


def _keep_quiet(note: str) -> None:
    """Drop a note that nobody asked for."""


class Wire(httpx2.BaseTransport):
    """The transport that every client of a run shares.

    With `options.replay`, nothing is sent: an answer that is not on record raises NotOnRecordError. Otherwise an answer
    on record is returned without network, so that a resumed run pays for nothing twice, and all else is sent and
    recorded. Failures leave as the errors of `agents.wire.errors`, never as HTTP statuses.
    """

    def __init__(
        self,
        record: CallRecord,
        *,
        options: WireOptions,
        cache: CallRecord | None = None,
        notify: Callable[[str], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Open a wire onto a run's record; `notify` gets one line for everything a person should see as it happens."""
        self.record = record
        self.options = options
        self.notify = notify or _keep_quiet
        self.meter = Meter(options.limits)
        self.manners = Manners()
        self.sources: dict[Source, int] = {"network": 0, "cache": 0, "record": 0}
        self._cache = cache if options.cache_mode != "off" and not options.replay else None
        self._pace = Pace(options.rpm)
        self._sleep = sleep
        # An ordinary client inside brings proxies, certificates and connection pooling as users know them.
        self._client = None if options.replay else httpx2.Client(follow_redirects=False, verify=trusted())
        if not options.replay:
            self._count_record()

    def _count_record(self) -> None:
        """Count what earlier sessions of this run sent and spent; an open row may have been billed at any price."""
        for row in self.record.rows():
            if row.source == "network":
                self.meter.count_earlier(calls=1, cost_usd=0.0 if row.final is None else row.cost_usd)

    def make_client(self) -> httpx2.Client:
        """Make an HTTP client over this wire, for as long as the wire lives."""
        return httpx2.Client(transport=_Shared(self))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request from the record, the cache or the network, in this order."""
        call = current_call()
        asked = _describe(request, call)
        answered = self._look_up(asked, call)
        if answered is None:
            answered = self._send(request, asked, call)
            call.source = "network"
            if self._cache is not None and is_good(answered):
                self._cache.add_cached(replace(asked, body=b"", headers={}), answered)
        self.sources[call.source or "network"] += 1
        if not is_good(answered):
            raise make_error(answered, url=asked.url, asked_of=asked.asked_of, tries=answered.tries)
        body = parse_object(answered)
        assert body is not None
        if call.check is not None:
            call.check(body)
        return httpx2.Response(
            answered.http_status or 200,
            headers={"content-type": "application/json"},
            content=answered.body,
            request=request,
        )

    def _look_up(self, asked: Asked, call: Call) -> Answered | None:
        """Find an answer that need not be paid for."""
        kept = self.record.find(asked.request_sha256, occasion=asked.occasion.key)
        if self.options.replay:
            return self._replay(kept, asked, call)
        if kept is not None and is_settled(kept):
            call.source = "record"
            return kept
        if self._cache is None or self.options.cache_mode == "refresh":
            return None
        cached = self._cache.find(asked.request_sha256, occasion=asked.occasion.key, url=asked.url)
        if cached is None:
            return None
        cached = replace(cached, cost_usd=0.0, tries=1)
        self.record.add_cached(asked, cached)
        call.source = "cache"
        return cached

    def _replay(self, kept: Answered | None, asked: Asked, call: Call) -> Answered:
        """Answer from the record as it was answered then, limits included."""
        most_usd = estimate_most_usd(call, price=self.options.prices.find(asked.asked_of))
        if kept is None:
            self.meter.check(most_usd, asked_of=asked.asked_of)
            raise NotOnRecordError(
                f"not on record: {asked.occasion.key} to {asked.asked_of}; a replay sends nothing, so something "
                "differs from the recorded run (picture, prompts, settings, versions)"
            )
        if kept.tries > 0:
            self.meter.reserve(most_usd, asked_of=asked.asked_of)
            self.meter.settle(most_usd, cost_usd=kept.cost_usd)
            self.meter.count_earlier(calls=kept.tries - 1, cost_usd=0.0)
        call.source = "record"
        return kept

    def _send(self, request: httpx2.Request, asked: Asked, call: Call) -> Answered:
        """Send, and send again while that is worth it; each try is a row of the record."""
        most_usd = estimate_most_usd(call, price=self.options.prices.find(asked.asked_of))
        self.meter.reserve(most_usd, asked_of=asked.asked_of)
        tried = 0
        while True:
            tried += 1
            self._pace.wait()
            row = self.record.begin(asked)
            came = exchange(self._client, request, timeout_s=call.timeout_s)
            answered = replace(self._price(came, asked), tries=tried)
            wait_s = self._decide(answered, asked=asked, tried=tried, most_usd=most_usd)
            self.record.finish(row, answered, final=wait_s is None)
            if wait_s is None:
                return answered
            self.notify(
                f"{asked.occasion.role}: {name_trouble(answered)}; trying again in {wait_s:.1f} s "
                f"({tried} of {self.options.retries})"
            )
            self._sleep(wait_s)

    def _decide(self, answered: Answered, *, asked: Asked, tried: int, most_usd: float | None) -> float | None:
        """Settle a try, and reserve the next one if it is worth it and within the limits."""
        self.meter.settle(most_usd, cost_usd=answered.cost_usd)
        if tried > self.options.retries:
            return None
        jitter = int(hashlib.sha256(f"{asked.occasion.key}#{tried}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
        wait_s = decide_wait(answered, tried=tried, jitter=jitter, now_s=time.time())
        if wait_s is not None:
            try:
                self.meter.reserve(most_usd, asked_of=asked.asked_of)
            except LimitReached as limit:
                self.notify(f"{asked.occasion.role}: not trying again: {limit.stop.says}")
                return None
        return wait_s

    def _price(self, answered: Answered, asked: Asked) -> Answered:
        """Say what an answer used and cost; a failure is not billed."""
        if not is_good(answered):
            return replace(answered, cost_usd=0.0)
        usage = read_usage(parse_object(answered) or {})
        return replace(answered, usage=usage, cost_usd=price_usage(usage, self.options.prices.find(asked.asked_of)))

    def close(self) -> None:
        """Close connections and records."""
        if self._client is not None:
            self._client.close()
        self.record.close()
        if self._cache is not None:
            self._cache.close()


class _Shared(httpx2.BaseTransport):
    """A transport whose closing closes nothing: clients come and go, the wire stays."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass on."""
        return self._wire.handle_request(request)


def open_wire(
    folder: Path,
    *,
    options: WireOptions,
    cache_path: Path | None = None,
    notify: Callable[[str], None] | None = None,
) -> Wire:
    """Open the wire of the run in a folder, over `calls.sqlite` in it; `cache_path` is shared between runs.

    Raises FormatError or StorageError if a record can't be used.
    """
    record = CallRecord(folder / "calls.sqlite", read_only=options.replay)
    wants_cache = cache_path is not None and options.cache_mode != "off" and not options.replay
    try:
        shared = CallRecord(cache_path) if wants_cache and cache_path is not None else None
    except MubppError:
        record.close()
        raise
    return Wire(record, options=options, cache=shared, notify=notify)


def _describe(request: httpx2.Request, call: Call) -> Asked:
    """Write a request down for the record, and find the key that is the same on every machine."""
    body = request.read()
    canonical = body
    for data_url, name in sorted(call.pictures.items()):
        canonical = canonical.replace(json.dumps(data_url)[1:-1].encode(), name.encode())
    digest = hashlib.sha256(b"\n".join((request.method.encode(), request.url.path.encode(), canonical)))
    return Asked(
        occasion=call.occasion,
        request_sha256=digest.hexdigest(),
        asked_of=call.asked_of,
        method=request.method,
        url=strip_url(str(request.url)),
        headers=keep_request_headers(request.headers),
        body=hide_secrets(body, secrets=find_secrets(request.headers)),
    )


def exchange(client: httpx2.Client | None, request: httpx2.Request, *, timeout_s: float) -> Answered:
    """Send once and read the whole answer, or say why there is none."""
    assert client is not None
    began_s = time.monotonic()
    try:
        response = client.send(request, stream=True)
        with contextlib.closing(response):
            body = _read_body(response, until_s=began_s + timeout_s)
    except (httpx2.HTTPError, ssl.SSLError, EOFError) as error:
        problem, says = _classify(error)
        return Answered(problem=problem, says=says, elapsed_s=time.monotonic() - began_s)
    elapsed_s = time.monotonic() - began_s
    if body is None:
        says = f"the answer is larger than {MOST_BYTES // 2**20} MiB"
        return Answered(problem="large", says=says, elapsed_s=elapsed_s)
    secrets = find_secrets(request.headers, in_error=response.status_code >= 400)
    return Answered(
        http_status=response.status_code,
        headers=keep_response_headers(response.headers, secrets=find_secrets(request.headers, in_error=True)),
        body=hide_secrets(body, secrets=secrets),
        elapsed_s=elapsed_s,
    )


def _read_body(response: httpx2.Response, *, until_s: float) -> bytes | None:
    """Read an answer to its end, but not for ever; None: it is too large.

    A client's read timeout starts anew with every byte, so a server that drips would hold a run for hours.
    """
    pieces = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            return None
        if time.monotonic() > until_s:
            raise httpx2.ReadTimeout("the answer did not end in time", request=response.request)
        pieces.append(piece)
    return b"".join(pieces)


def _classify(error: Exception) -> tuple[Problem, str]:
    """Name what kept an answer from coming; the causes are nested several libraries deep."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    text = " ".join(str(one) for one in chain).lower()
    if any(isinstance(one, ssl.SSLError) for one in chain) or "certificate" in text or "[ssl" in text:
        return "tls", f"TLS failed ({_shortest(error)})"
    if any(isinstance(one, gaierror) for one in chain) or "name or service" in text or "name resolution" in text:
        return "dns", "the server's name can't be found"
    if isinstance(error, httpx2.TimeoutException):
        waited = "to connect" if isinstance(error, httpx2.ConnectTimeout) else "for the answer"
        return "timeout", f"waited too long {waited}"
    if isinstance(error, httpx2.ConnectError):
        return "refused", f"the connection was refused ({_shortest(error)})"
    if isinstance(error, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.DecodingError)):
        return "protocol", _shortest(error)
    return "cut", f"the connection broke off ({_shortest(error)})"


def _shortest(error: BaseException) -> str:
    """Say an error in a few words on one line."""
    return " ".join(str(error).split())[:120] or type(error).__name__
