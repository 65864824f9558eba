import csv
import io
import json
from pathlib import Path

import pytest

from tests.fake_run import make_folder, play, record_run
from traces.__main__ import main
from traces.export import export_runs
from traces.export_chat import list_exchanges
from traces.reader import read_trace
from traces.story import Story, tell


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return tell(read_trace(record_run(tmp_path / "run")))


def test_csv_has_a_row_a_round_with_numbers_as_numbers(story: Story) -> None:
    rows = list(csv.DictReader(io.StringIO("\n".join(export_runs([story, story], "csv")))))
    assert len(rows) == 8
    second = rows[1]
    assert second["description"] == "pale blue sky, dark green hills, red barn left"
    assert (float(second["score"]), float(second["gain"])) == (0.532, pytest.approx(0.12))
    assert (second["round"], second["accepted"], second["words_added"]) == ("1", "1", "red barn left")
    assert (rows[0]["gain"], rows[0]["words_added"], rows[0]["stop"], rows[3]["stop"]) == ("", "", "", "rounds=4")
    assert float(rows[0]["aspect_colour"]) == 0.7
    assert rows[2]["accepted"] == "0"


def test_csv_survives_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures"), rounds=1))
    decided = events[-2]
    offer = decided.outcome.offer.model_copy(update={"description": 'a "red",\nbarn'})  # type: ignore[union-attr]
    outcome = decided.outcome.model_copy(update={"offer": offer})  # type: ignore[union-attr]
    events[-2] = decided.model_copy(update={"outcome": outcome})
    told = tell(read_trace(record_run(tmp_path / "run", events=iter(events))))
    rows = list(csv.DictReader(io.StringIO("\n".join(export_runs([told], "csv")) + "\n", newline="")))
    assert [row["description"] for row in rows] == ['a "red",\nbarn']


def test_jsonl_holds_phrases_remarks_and_dialogue(story: Story) -> None:
    rounds = [json.loads(line) for line in export_runs([story], "jsonl")]
    assert [each["round"] for each in rounds] == [0, 1, 2, 3]
    phrases = {phrase["text"]: phrase for phrase in rounds[1]["phrases"]}
    assert phrases["red barn left"]["why"] == "the describer insisted on it"
    assert phrases["dark green hills"]["rent"] == pytest.approx(0.11)
    assert rounds[0]["remarks"][0]["fault"] == "missing"
    assert rounds[1]["dialogue"][2]["who"] == "describer"
    assert rounds[3]["stop"]["policy"] == "rounds=4"
    assert rounds[0]["picture"].startswith("blobs/")


def test_each_agent_has_one_conversation(story: Story) -> None:
    chats = {chat["agent"]: chat["messages"] for chat in map(json.loads, export_runs([story], "chat"))}
    assert list(chats) == ["describer", "compressor", "renderer", "critic"]
    for messages in chats.values():
        assert [message["role"] for message in messages] == ["system"] + ["user", "assistant"] * (len(messages) // 2)
    describer = chats["describer"]
    assert len(describer) == 1 + 2 * 8
    assert json.loads(describer[2]["content"])["phrases"][0]["text"] == "pale blue sky"
    assert json.loads(describer[5]["content"])["critique"]["score"] == 0.412
    answer = json.loads(describer[8]["content"])
    assert answer["demand"]["keep"]["text"] == "red barn left"
    compressor = [json.loads(message["content"]) for message in chats["compressor"][1:]]
    assert compressor[4]["answer"]["demand"]["keep"]["text"] == "red barn left"
    renderer = json.loads(chats["renderer"][1]["content"])
    assert renderer == {"description": "pale blue sky, dark green hills", "seed_choice": 0}


def test_the_renderer_is_never_told_of_the_original(story: Story) -> None:
    assert story.trace.started is not None
    original = story.trace.started.original.sha256
    for exchange in list_exchanges(story):
        if exchange.agent in {"renderer", "compressor"}:
            assert original not in exchange.asked


def test_evals_hold_a_sample_an_answer(story: Story) -> None:
    samples = [json.loads(line) for line in export_runs([story], "openai-evals")]
    assert len(samples) == len(list(list_exchanges(story)))
    assert samples[0]["input"][0]["role"] == "system"
    assert samples[0]["metadata"] == {"run": "run", "agent": "describer", "round": 0}
    assert json.loads(samples[0]["ideal"])["note"] == "I see a landscape."
    verdicts = [json.loads(sample["ideal"]) for sample in samples if "incumbent" in sample["input"][1]["content"]]
    assert [verdict["winner"] for verdict in verdicts] == ["newcomer", "incumbent", "newcomer"]


def test_the_command_writes_to_stdout_or_a_file(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(story.trace.folder.path)
    assert main(["export", run, "--format", "csv"]) == 0
    printed = capsys.readouterr().out
    assert main(["export", run, "--format", "csv", "--out", str(tmp_path / "rounds.csv")]) == 0
    assert (tmp_path / "rounds.csv").read_text() == printed
    assert capsys.readouterr().out == f"{tmp_path / 'rounds.csv'}\n"


def test_a_run_without_rounds_exports_nothing(tmp_path: Path) -> None:
    told = tell(read_trace(record_run(tmp_path / "run", events=iter([]))))
    assert list(export_runs([told], "jsonl")) == []
    assert list(export_runs([told], "csv")) == ["run,round"]
    assert list(export_runs([told], "chat")) == []
