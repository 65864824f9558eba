"""A real local HTTP server that speaks chat completions and image generation, and misbehaves on demand.

It answers well by looking: the critic's scores are measured on the pictures it is sent, and a picture is painted from
the colour words of its prompt. `python tests/api_server.py` serves it by itself, for the examples in the docs.
"""

import argparse
import base64
import contextlib
import io
import json
import re
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from PIL import Image, ImageChops, ImageStat

COLOURS = {
    "red": (200, 30, 30),
    "green": (30, 140, 60),
    "blue": (40, 80, 200),
    "white": (245, 245, 245),
    "black": (15, 15, 15),
    "grey": (128, 128, 128),
    "yellow": (235, 210, 40),
    "orange": (240, 140, 30),
    "brown": (120, 75, 40),
}

Kind = Literal["chat", "image", "models"]


@dataclass(frozen=True)
class Fault:
    """One misbehaviour, served instead of a good answer."""

    status: int = 200
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = "application/json"
    edit: Callable[[dict[str, Any]], None] | None = None
    """Changes the good answer before it is sent."""
    wait_s: float = 0.0
    """Before the first byte."""
    break_off: Literal["", "cut", "stall", "drip", "reset"] = ""
    """What happens to the body."""


@dataclass(frozen=True)
class Seen:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def task(self) -> str:
        """The reply schema asked for, or "image"."""
        return _schema_name(self.body) if "messages" in self.body else "image"


class ApiServer:
    """The server and its switches; use as a context manager."""

    def __init__(self, port: int = 0) -> None:
        self.seen: list[Seen] = []
        self.faults: dict[str, deque[Fault]] = {"chat": deque(), "image": deque(), "models": deque()}
        self.always: dict[str, Fault] = {}
        self.structured = True
        self.images = True
        self.models: list[dict[str, Any]] | None = [{"id": "gpt-6.1-terra"}, {"id": "gpt-image-2.6-flare"}]
        """None: it keeps no list."""
        self.refused_parameters: set[str] = set()
        self.fenced_json = False
        self.extra_output_tokens = 0
        self.report_usage = True
        self.most_at_once = 0
        self.reply: Callable[[str, dict[str, Any]], dict[str, Any] | None] = lambda _task, _body: None
        self._at_once = 0
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", port), _Handler)
        self._http.api = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> "ApiServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def misbehave(self, kind: Kind, *faults: Fault) -> None:
        """Queue faults for the next requests of a kind."""
        self.faults[kind].extend(faults)

    def answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[dict[str, Any], Fault]:
        """Decide what to answer."""
        kind: Kind = "chat" if path.endswith("/chat/completions") else "image"
        with self._lock:
            self.seen.append(Seen(path, headers, body))
            fault = self.faults[kind].popleft() if self.faults[kind] else self.always.get(kind, Fault())
        refused = next((name for name in sorted(self.refused_parameters) if name in body), "")
        if refused:
            return {}, Fault(400, {"message": f"Unrecognized request argument supplied: {refused}", "param": refused})
        if not path.endswith(("/chat/completions", "/images/generations")) or (kind == "image" and not self.images):
            return {}, Fault(404, {"message": f"no such path: {path}"})
        if kind == "chat" and not self.structured and "response_format" in body:
            return {}, Fault(
                400, {"message": "response_format json_schema is not supported", "param": "response_format"}
            )
        good = self._chat(body) if kind == "chat" else self._image(body)
        if fault.edit:
            fault.edit(good)
        return good, fault

    def tell(self, path: str, headers: dict[str, str]) -> tuple[dict[str, Any], Fault]:
        """Decide what to answer to a GET."""
        with self._lock:
            self.seen.append(Seen(path, headers, {}))
            fault = self.faults["models"].popleft() if self.faults["models"] else self.always.get("models", Fault())
        if path.endswith("/models") and self.models is not None:
            return {"object": "list", "data": self.models}, fault
        is_there = path.endswith("/chat/completions") or (path.endswith("/images/generations") and self.images)
        return {}, Fault(405 if is_there else 404, {"message": f"not so: GET {path}"})

    def busy(self, step: int) -> None:
        """Count the requests that are being answered."""
        with self._lock:
            self._at_once += step
            self.most_at_once = max(self.most_at_once, self._at_once)

    def _chat(self, body: dict[str, Any]) -> dict[str, Any]:
        task = _schema_name(body)
        reply = self.reply(task, body) or _REPLIES[task](body)
        text = json.dumps(reply)
        if self.fenced_json:
            text = f"Of course! Here it is:\n```json\n{text}\n```\nAnything else?"
        made = len(text) // 4 + self.extra_output_tokens
        answer = {
            "id": f"chatcmpl-{len(self.seen)}",
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": body["model"],
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "logprobs": None,
                    "message": {"role": "assistant", "content": text, "refusal": None},
                }
            ],
        }
        if self.report_usage:
            given = len(_all_text(body)) // 4 + 500 * len(_pictures(body))
            answer["usage"] = {
                "prompt_tokens": given,
                "completion_tokens": made,
                "total_tokens": given + made,
                "prompt_tokens_details": {"cached_tokens": min(given, 128)},
                "completion_tokens_details": {"reasoning_tokens": 10},
            }
        return answer

    def _image(self, body: dict[str, Any]) -> dict[str, Any]:
        width, height = (int(one) for one in body.get("size", "1024x1024").split("x"))
        answer: dict[str, Any] = {
            "created": 1_790_000_000,
            "data": [{"b64_json": base64.b64encode(paint(body["prompt"], width, height)).decode()}],
        }
        if self.report_usage:
            answer["usage"] = {
                "input_tokens": 80,
                "input_tokens_details": {"image_tokens": 0, "text_tokens": 80},
                "output_tokens": 400,
                "output_tokens_details": {"image_tokens": 400, "text_tokens": 0},
                "total_tokens": 480,
            }
        return answer


def paint(prompt: str, width: int, height: int) -> bytes:
    """Paint one vertical band for every colour word of the fenced description, as PNG."""
    fenced = re.search(r'<data name="description">\n(.*)\n</data>', prompt, re.DOTALL)
    words = re.findall(r"[a-z]+", (fenced[1] if fenced else prompt).lower())
    bands = [COLOURS[word] for word in words if word in COLOURS] or [(90, 90, 90)]
    image = Image.new("RGB", (len(bands), 1))
    image.putdata(bands)
    buffer = io.BytesIO()
    image.resize((width, height), Image.Resampling.NEAREST).save(buffer, "PNG")
    return buffer.getvalue()


def likeness(one: Image.Image, other: Image.Image) -> int:
    """Measure how alike two pictures are, in percent."""
    small = [picture.convert("RGB").resize((16, 16), Image.Resampling.BOX) for picture in (one, other)]
    miss = sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3
    return max(0, min(100, round(100 - miss / 1.6)))


def _all_text(body: dict[str, Any]) -> str:
    """Join all text of a request."""
    contents = [message["content"] for message in body["messages"]]
    texts = [
        one if isinstance(one, str) else "\n".join(p["text"] for p in one if p["type"] == "text") for one in contents
    ]
    return "\n".join(texts)


def _pictures(body: dict[str, Any]) -> list[Image.Image]:
    """Decode the pictures of a request."""
    parts = [p for message in body["messages"] if isinstance(message["content"], list) for p in message["content"]]
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    return [Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) for url in urls]


def _schema_name(body: dict[str, Any]) -> str:
    """Find out which reply is asked for, by schema or by the schema in the text."""
    schema = body.get("response_format", {}).get("json_schema", {})
    if schema:
        return str(schema["name"])
    text = _all_text(body)
    return next((name for name in _REPLIES if f'"title":"{name}"' in text), "")


def _propose(body: dict[str, Any]) -> dict[str, Any]:
    """Name the colours of the original from left to right, some more in every later round."""
    original = _pictures(body)[0].convert("RGB").resize((6, 1), Image.Resampling.BOX)
    rounds = _all_text(body).count("came in round") + _all_text(body).count("- round ")
    phrases = []
    for place in range(6 if rounds else 3):
        x = place if rounds else 2 * place
        name = min(
            COLOURS,
            key=lambda one: sum((a - b) ** 2 for a, b in zip(COLOURS[one], original.getpixel((x, 0)), strict=True)),
        )
        phrases.append({"text": f"{name} band number {x}", "worth": 90 - 10 * place, "kind": "object"})
    return {"phrases": phrases, "note": f"as seen, with {len(phrases)} phrases"}


def _squeeze(body: dict[str, Any]) -> dict[str, Any]:
    """Shorten every phrase to its first two words and keep as many as words fit."""
    text = _all_text(body)
    limit = int(re.search(r"about (\d+) English words", text)[1])
    found = re.findall(r'^(\d+)\. "([^"]*)"', text, re.MULTILINE)
    kept = [{"number": int(number), "text": " ".join(words.split()[:2])} for number, words in found]
    most = max(1, limit // 2)
    cut = [{"number": one["number"], "reason": "no room"} for one in kept[most:]]
    return {"kept": kept[:most], "cut": cut, "note": "short words"}


def _critique(body: dict[str, Any]) -> dict[str, Any]:
    """Score what is measured; price phrases evenly."""
    original, picture = _pictures(body)
    score = likeness(original, picture)
    count = len(re.findall(r'^\d+\. "', _all_text(body), re.MULTILINE))
    return {
        "aspects": {"objects": score, "layout": score, "colour": score, "style": score, "text": None},
        "remarks": [
            {
                "fault": "wrong",
                "text": "the bands differ in width",
                "weight": 100 - score,
                "phrase": 1 if count else None,
                "box": {"x0": 0, "y0": 0, "x1": 50, "y1": 100},
            }
        ],
        "rents": [{"number": number, "rent": 10} for number in range(1, count + 1)],
        "note": f"{score} of 100",
    }


def _compare(body: dict[str, Any]) -> dict[str, Any]:
    """Judge by measured likeness."""
    original, first, second = _pictures(body)
    one, other = likeness(original, first), likeness(original, second)
    nearer = "neither" if one == other else "first" if one > other else "second"
    return {"nearer": nearer, "reason": f"{one} against {other}"}


_REPLIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "ProposalReply": _propose,
    "AnswerReply": lambda _: {"accept": True, "keep": None, "give_up": None, "reason": "fair"},
    "SqueezeReply": _squeeze,
    "CritiqueReply": _critique,
    "CompareReply": _compare,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    api: ApiServer

    def __init__(self, *arguments: Any) -> None:
        self.lines: list[socket.socket] = []
        super().__init__(*arguments)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Remember connections: clients keep them open."""
        line, address = super().get_request()
        self.lines.append(line)
        return line, address

    def hang_up(self) -> None:
        """End every connection, as a server does that is switched off."""
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        api = self.server.api
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length))
        api.busy(1)
        try:
            good, fault = api.answer(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            time.sleep(fault.wait_s)
            self._send(good, fault)
        finally:
            api.busy(-1)

    def do_GET(self) -> None:
        good, fault = self.server.api.tell(self.path, {k.lower(): v for k, v in self.headers.items()})
        time.sleep(fault.wait_s)
        self._send(good, fault)

    def _send(self, good: dict[str, Any], fault: Fault) -> None:
        answer = {"error": {"type": "x", "code": None, "param": None, **fault.error}} if fault.error else good
        content = fault.raw if fault.raw is not None else json.dumps(answer).encode()
        if fault.break_off == "reset":
            # Closing with unread options set to zero linger resets the connection instead of ending it.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        self.send_response(fault.status)
        self.send_header("content-type", fault.content_type)
        self.send_header("content-length", str(len(content)))
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not fault.break_off:
            self.wfile.write(content)
            return
        self.close_connection = True
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        if fault.break_off == "stall":
            time.sleep(3)
        for byte in content[len(content) // 2 :] if fault.break_off == "drip" else b"":
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Serve the test API on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--no-structured-output", action="store_true")
    arguments = parser.parse_args()
    with ApiServer(arguments.port) as server:
        server.structured = not arguments.no_structured_output
        print(f"OPENAI_BASE_URL={server.url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
