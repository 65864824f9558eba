"""Canary keys in the environment, in config files and in a server's replies: no byte of them is written anywhere."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from api_server import ApiServer, Fault
from PIL import Image

from agents.wire.redact import hide_arguments, hide_secrets, keep_response_headers

TOP = Path(__file__).parent.parent
KEY = "canary/KEY-5f3a9c-of-the-environment"
OTHER = "canary-b81e-of-the-config"
ANY = (KEY, OTHER)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "scene.png"
    Image.linear_gradient("L").resize((48, 32)).convert("RGB").save(path)
    return path


def call(server: ApiServer, *words: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "LANG", "MUBPP"))}
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", *map(str, words)], cwd=TOP, check=False, capture_output=True, text=True,
        env={**clean, "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY, **environment}, timeout=120,
    )  # fmt: skip


def scan(folder: Path, *texts: str, besides: tuple[Path, ...] = ()) -> None:
    """Look for every canary in every file, and in every text."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in besides:
            content = path.read_bytes()
            assert not [key for key in ANY if key.encode() in content], path
    for text in texts:
        assert not [key for key in ANY if key in text]


def echo(server: ApiServer) -> None:
    """Let the server put the key into everything it answers: words, names of headers it keeps, escaped in JSON."""
    spelled = "".join(f"\\u{ord(letter):04x}" for letter in KEY)

    def edit(answer: dict[str, object]) -> None:
        choices = answer.get("choices")
        if isinstance(choices, list):
            message = choices[0]["message"]
            reply = json.loads(message["content"])
            reply["note"] = KEY
            if "phrases" in reply:
                reply["phrases"].append({"text": f"a sign {KEY}", "worth": 100, "kind": "text"})
                reply["phrases"].append({"text": "a wall SPELLED", "worth": 99, "kind": "text"})
            message["content"] = json.dumps(reply).replace("SPELLED", spelled)
        answer["system_fingerprint"] = KEY

    headers = {"x-request-id": KEY, "server": f"nginx {KEY}", "openai-version": KEY, "set-cookie": f"a={KEY}"}
    for kind in ("chat", "image"):
        server.always[kind] = Fault(edit=edit, headers=headers)


def test_a_server_that_repeats_the_key_everywhere_puts_it_nowhere(server, picture, tmp_path):
    echo(server)
    done = call(server, "-m", "graph.run", picture, "--stop", "rounds=1", "--display", "json", "--runs",
                tmp_path / "runs", "--image-sizes", "any", "--out", tmp_path / "out.png",
                OPENAI_LOG="debug")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert any(seen.headers["authorization"] == f"Bearer {KEY}" for seen in server.seen)
    assert "[key]" in done.stderr  # it was there, and is hidden
    scan(tmp_path, done.stdout, done.stderr)
    for words in (["show", "latest", "--raw"], ["html", "latest", "--out", tmp_path / "a.html"]):
        shown = call(server, "-m", "traces", *words, "--runs", tmp_path / "runs")
        assert shown.returncode == 0, shown.stderr
        scan(tmp_path, shown.stdout, shown.stderr)


@pytest.mark.parametrize("status", [400, 401])
def test_an_error_that_repeats_the_key_does_not_show_it(server, picture, tmp_path, status):
    error = {"message": f"Incorrect API key provided: {KEY}. Bearer {KEY}", "code": KEY, "param": KEY}
    server.always["chat"] = Fault(status=status, error=error, headers={"x-request-id": KEY})
    done = call(server, "-m", "graph.run", picture, "--runs", tmp_path / "runs", "--retries", "0")
    assert done.returncode in {6, 7}
    scan(tmp_path, done.stdout, done.stderr)


def test_a_crash_with_the_key_at_hand_does_not_show_it(server, picture, tmp_path):
    """An exception that nobody expects, raised where the key is in reach; its traceback is kept, without values."""
    program = (
        "import faulthandler, sys; faulthandler.enable()\n"
        "import agents.openai.chat as chat\n"
        "def broken(self, *a, **k):\n"
        "    key = self._settings.api_key.get_secret_value()\n"
        "    raise RuntimeError('a bug, ' + repr(self._settings) + repr(a) + repr(k))\n"
        "chat.Chat._build = broken\n"
        "from graph.run import main\n"
        "main(sys.argv[1:])\n"
    )
    done = call(server, "-c", program, picture, "--runs", tmp_path / "runs", "--quiet")
    assert "Traceback" in done.stderr
    assert "RuntimeError: a bug" in done.stderr
    scan(tmp_path, done.stdout, done.stderr)


def test_keys_of_a_config_file_and_of_the_command_line_stay_there(server, picture, tmp_path):
    config = tmp_path / "mubpp.toml"
    config.write_text(f'[openai]\nbase_url = "{server.url}"\n[openai.critic]\napi_key = "{OTHER}"\n')
    words = ["--config", config, "--stop", "rounds=1", "--runs", tmp_path / "runs", "--image-sizes", "any"]
    for more in ([], ["--explain", "--api-key", KEY], [f"--critic-api-key={KEY}", "--api-k", KEY]):
        done = call(server, "-m", "graph.run", picture, *words, *more)
        assert done.returncode == 0, done.stderr
        scan(tmp_path, done.stdout, done.stderr, besides=(config,))
    server.seen.clear()
    done = call(server, "-m", "graph.run", picture, *words, "--cache", "off", OPENAI_API_KEY="")
    assert f"Bearer {OTHER}" in {seen.headers["authorization"] for seen in server.seen}
    scan(tmp_path, done.stdout, done.stderr, besides=(config,))


@pytest.mark.parametrize(
    "url",
    [
        f"http://me:{KEY}@127.0.0.1:1/v1",
        f"http://127.0.0.1:1/v1?api_key={KEY}",
        "canary-5f3a9c://x",
        "http://[5f3a9c",
        "http://127.0.0.1:5f3a9c/v1",
    ],
)
def test_a_base_url_with_a_key_in_it_is_refused_without_repeating_it(server, picture, tmp_path, url):
    done = call(server, "-m", "graph.run", picture, "--runs", tmp_path / "runs", OPENAI_BASE_URL=url)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "5f3a9c" not in done.stdout + done.stderr


class _Collector(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.heard.append(self.path)  # type: ignore[attr-defined]
        self.send_response(202)
        self.end_headers()

    do_GET = do_PATCH = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


def test_nothing_goes_to_third_parties_that_the_environment_names(server, picture, tmp_path):
    """LangSmith's own variables, and a collector in its place that must hear nothing."""
    collector = HTTPServer(("127.0.0.1", 0), _Collector)
    collector.heard = []  # type: ignore[attr-defined]
    threading.Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    where = f"http://127.0.0.1:{collector.server_address[1]}"
    named = {
        "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_ENDPOINT": where,
        "LANGCHAIN_ENDPOINT": where, "LANGSMITH_API_KEY": "lsv2_pt_canary0000",
        "LANGCHAIN_API_KEY": "lsv2_pt_canary0000",
    }  # fmt: skip
    done = call(server, "-m", "graph.run", picture, "--stop", "rounds=1", "--quiet", "--runs", tmp_path / "runs",
                "--image-sizes", "any", **named)  # fmt: skip
    collector.shutdown()
    collector.server_close()
    assert done.returncode == 0, done.stderr
    assert server.seen
    assert not collector.heard  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "spelling",
    [
        KEY,
        KEY.replace("/", "\\/"),
        "".join(f"\\u{ord(letter):04X}" for letter in KEY),
        "".join(f"\\\\u{ord(letter):04x}" for letter in KEY),
        "".join(f"{letter}\0" for letter in KEY),
    ],
)
def test_a_key_is_found_in_every_spelling(spelling):
    assert hide_secrets(f'{{"a": "{spelling}"}}'.encode(), secrets=[KEY]) == b'{"a": "[key]"}'


def test_headers_and_arguments_are_searched_too():
    assert keep_response_headers({"X-Request-Id": KEY}, secrets=[KEY]) == {"x-request-id": "[key]"}
    assert hide_arguments(["--api", KEY, "--renderer-api-key", KEY, "--critic", "sketch"]) == [
        "--api", "[key]", "--renderer-api-key", "[key]", "--critic", "sketch",
    ]  # fmt: skip
