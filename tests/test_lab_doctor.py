import importlib.metadata
import io
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from api_server import ApiServer, Fault

from agents.wire.errors import BadAnswerError, KeyRefusedError, UnreachableError
from agents.wire.probe import ListedModel, probe_endpoint
from codec.command import exit_code_of
from lab import doctor, doctor_installed
from lab.doctor_installed import EXTRAS
from lab.doctor_place import check_place, check_terminal

TOP = Path(__file__).parent.parent
KEY = "sk-verysecretindeed"


def ask(capsys, tmp_path, *words):
    code = exit_code_of(doctor.main, ["--json", "--runs", str(tmp_path / "runs"), *map(str, words)], program="doctor")
    out = capsys.readouterr().out
    assert KEY not in out
    report = json.loads(out)
    assert report["works"] is (code == 0)
    found: dict[str, list[dict[str, str]]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["topic"], []).append(finding)
    return code, found


def test_without_a_key_the_embedded_team_would_play_and_nothing_is_asked(capsys, tmp_path):
    code, found = ask(capsys, tmp_path)
    assert code == 0
    assert {"python", "packages", "coding", "team", "traces", "terminal"} <= found.keys()
    assert "endpoint" not in found
    assert "describer sketch" in found["team"][0]["says"]
    assert "neither a key nor a base URL" in found["team"][0]["says"]
    assert not (tmp_path / "runs").exists()


def test_an_endpoint_is_asked_for_its_list_and_never_for_a_reply(capsys, tmp_path, server):
    code, found = ask(capsys, tmp_path, "--base-url", server.url, "--api-key", KEY)
    assert code == 0
    assert "set for" in found["key"][0]["says"]
    assert "--api-key" in found["key"][0]["says"]
    assert "gpt-6.1-terra" in found["endpoint"][0]["says"]
    assert [finding["state"] for finding in found["model"]] == ["good"] * 4
    assert {seen.path for seen in server.seen} == {"/v1/models", "/v1/chat/completions", "/v1/images/generations"}
    assert not any(seen.body for seen in server.seen)
    assert all(seen.headers["authorization"] == f"Bearer {KEY}" for seen in server.seen)


def test_lines_for_people_say_the_same(capsys, tmp_path):
    assert exit_code_of(doctor.main, ["--runs", str(tmp_path)], program="doctor") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "a run would work"
    assert all(line.startswith(("ok    ", "note  ")) for line in lines[:-1])
    assert exit_code_of(doctor.main, ["--runs", str(tmp_path), "--team", "skech"], program="doctor") == 1
    out = capsys.readouterr().out
    assert "BAD   team: nobody called 'skech' can be the describer; did you mean sketch?" in out
    assert out.splitlines()[-1].startswith("a run would NOT work")


def test_a_model_that_is_not_there_is_guessed(capsys, tmp_path, server):
    code, found = ask(capsys, tmp_path, "--base-url", server.url, "--chat", "gpt-6-tera", "--renderer", "sketch")
    assert code == 1
    assert {finding["todo"] for finding in found["model"]} == {"try --chat gpt-6.1-terra"}


def test_a_model_that_cannot_see_cannot_describe(capsys, tmp_path, server):
    server.models = [{"id": "blind:latest", "architecture": {"input_modalities": ["text"]}}]
    code, found = ask(capsys, tmp_path, "--base-url", server.url, "--chat", "blind", "--renderer", "sketch")
    assert code == 1
    assert [finding["state"] for finding in found["model"]] == ["bad", "note", "bad"]
    code, _ = ask(capsys, tmp_path, "--compressor", "openai:blind", "--base-url", server.url, "--team", "sketch")
    assert code == 0


def test_offline_asks_nobody(capsys, tmp_path, server):
    code, found = ask(capsys, tmp_path, "--offline", "--base-url", server.url)
    assert code == 0
    assert found["endpoint"][0]["state"] == "note"
    assert server.seen == []


def test_refused_unknown_and_garbled_endpoints_are_told_apart(capsys, tmp_path, server):
    with ApiServer() as gone:
        url = gone.url
    code, found = ask(capsys, tmp_path, "--base-url", url)
    assert code == 1
    assert "refused" in found["endpoint"][0]["says"]
    assert "start the server" in found["endpoint"][0]["todo"]
    server.misbehave("models", Fault(401, {"message": f"Incorrect API key provided: {KEY}"}))
    code, found = ask(capsys, tmp_path, "--base-url", server.url, "--api-key", KEY)
    assert code == 1
    assert "refused the key" in found["endpoint"][0]["says"]
    server.misbehave("models", Fault(raw=b"<html>hello</html>", content_type="text/html"))
    code, found = ask(capsys, tmp_path, "--base-url", server.url)
    assert code == 1
    assert "text/html, not JSON" in found["endpoint"][0]["says"]


def test_openai_itself_wants_a_key(capsys, tmp_path):
    code, found = ask(capsys, tmp_path, "--team", "openai", "--offline")
    assert code == 1
    assert found["key"][0]["todo"] == "set OPENAI_API_KEY"


def test_options_that_a_run_would_refuse_are_refused(capsys, tmp_path):
    code, found = ask(capsys, tmp_path, "--budget", "30tokns")
    assert code == 1
    assert "did you mean 30tokens?" in found["team"][0]["says"]


def test_probe_reads_what_lists_tell(server):
    server.models = [
        {"id": "a", "capabilities": ["completion", "vision"], "supported_parameters": ["structured_outputs"]},
        {"id": "b", "capabilities": {"vision": False}},
        {"id": "c"},
        {"name": "no id"},
        "not a model",
    ]
    probe = probe_endpoint(server.url, api_key="x")
    assert probe.models == (
        ListedModel(name="a", sees=True, schemas=True),
        ListedModel(name="b", sees=False),
        ListedModel(name="c"),
    )
    assert probe.talks
    assert probe.draws
    server.images = False
    server.models = None
    probe = probe_endpoint(server.url, api_key="x")
    assert probe.models is None
    assert not probe.draws


def test_probe_gives_up_on_a_server_that_keeps_silent(server):
    server.misbehave("models", Fault(wait_s=1.0))
    with pytest.raises(UnreachableError, match="waited too long"):
        probe_endpoint(server.url, api_key="x", timeout_s=0.2)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(403, {"message": "no"}), KeyRefusedError),
        (Fault(302, raw=b"{}", headers={"location": "/v2"}), BadAnswerError),
        (Fault(raw=b'{"object": "list"}'), BadAnswerError),
        (Fault(raw=b"[1, 2]"), BadAnswerError),
    ],
)
def test_probe_names_what_is_wrong(server, fault, error):
    server.misbehave("models", fault)
    with pytest.raises(error):
        probe_endpoint(server.url, api_key="x")


def test_a_missing_package_is_named_before_anything_is_imported(monkeypatch, capsys):
    def version(name: str) -> str:
        if name == "langgraph":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor_installed, "version", version)
    monkeypatch.setattr(doctor_installed, "requires", lambda _: ["langgraph>=1.2", "numpy", 'ray>=2; extra == "ray"'])
    assert doctor.main([]) == 1
    out = capsys.readouterr().out
    assert "BAD   packages: missing: langgraph" in out
    assert "team" not in out


def test_the_doctor_itself_needs_nothing_installed():
    code = "import sys, lab.doctor; print(sorted({'numpy', 'pydantic', 'rich', 'PIL', 'langgraph'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_extras_are_those_of_the_package():
    declared = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(EXTRAS) == set(declared) - {"test", "bench", "train", "dev"}


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    assert check_place(tmp_path / "file").state == "bad"
    assert check_place(tmp_path / "file" / "runs").state == "bad"
    assert check_place(tmp_path / "new" / "runs").state == "good"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_pipe_is_no_terminal():
    assert check_terminal(io.StringIO()).state == "note"
