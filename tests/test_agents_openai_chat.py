"""Asking a chat model, over a real socket: every kind of bad reply, every kind of server, and what is sent where."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import ApiServer, Fault
from PIL import Image
from pydantic import SecretStr

from agents.openai.chat import Chat, find_json
from agents.openai.pictures import show_picture
from agents.openai.replies import SCHEMAS, CompareReply, CritiqueReply, ProposalReply
from agents.openai.settings import RoleSettings
from agents.protocols import Turn
from agents.wire.errors import BadReply, KeyRefusedError, LimitReached, RefusedError
from agents.wire.limits import Limits
from agents.wire.options import WireOptions
from agents.wire.prices import load_prices
from agents.wire.transport import Wire, open_wire
from codec.errors import ReplyError
from prompts.contracts import CONTRACTS
from prompts.loader import load_prompt

TURN = Turn(round=1)
GOOD = {"nearer": "first", "reason": "its colours"}


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with ApiServer() as api:
        api.reply = lambda task, _: GOOD if task == "CompareReply" else None
        yield api


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    notes: list[str] = []
    with open_wire(tmp_path, options=WireOptions(prices=load_prices()), notify=notes.append) as opened:
        opened.notes = notes  # type: ignore[attr-defined]
        yield opened


def notes_of(wire: Wire) -> list[str]:
    return wire.notes  # type: ignore[attr-defined,no-any-return]


def make_chat(server: ApiServer, wire: Wire, **changes: Any) -> Chat:
    settings = RoleSettings(role="critic", base_url=server.url, api_key=SecretStr("sk-secret-abcdef"), **changes)
    return Chat(settings, wire=wire, protocol=load_prompt("protocol"))


def ask(chat: Chat, **changes: Any) -> CompareReply:
    asked = {"turn": TURN, "step": "compare", "system": "You judge.", "user": "Which?", **changes}
    return chat.ask(CompareReply, **asked)


def edit_choice(**changes: Any) -> Fault:
    def edit(answer: dict[str, Any]) -> None:
        for name, value in changes.items():
            place = answer["choices"][0]
            if name in ("content", "refusal"):
                place = place["message"]
            place[name] = value

    return Fault(edit=edit)


def edit_answer(change: Callable[[dict[str, Any]], Any]) -> Fault:
    return Fault(edit=lambda answer: change(answer) and None)


BAD = [
    (edit_answer(lambda answer: answer["choices"].clear()), "no choices"),
    (edit_answer(lambda answer: answer.update(choices=None)), "no choices"),
    (edit_answer(lambda answer: answer.pop("choices")), "no choices"),
    (edit_answer(lambda answer: answer["choices"][0].update(message=None)), "no message"),
    (edit_choice(refusal="I can't\nhelp with that", content=None), "the model refused: I can't help with that"),
    (edit_choice(finish_reason="content_filter", content=""), "content filter"),
    (edit_choice(finish_reason="length", content='{"nearer": "fi'), "cut off at the output limit"),
    (edit_choice(content=None), "empty"),
    (edit_choice(content="  "), "empty"),
    (edit_choice(content="The first one, I think."), "not JSON"),
    (edit_choice(content='{"nearer": "first"'), "not JSON"),
    (
        edit_choice(content='{"nearer": "third", "reason": ""}'),
        "nearer: Input should be 'first', 'second' or 'neither'",
    ),
    (edit_choice(content='{"nearer": "first"}'), "reason: Field required"),
    (edit_choice(content='{"nearer": "first", "reason": "", "bonus": 1}'), "bonus: Extra inputs"),
    (edit_choice(content="[" * 5000), "not JSON"),
]


@pytest.mark.parametrize(("fault", "problem"), BAD, ids=[problem for _, problem in BAD])
def test_a_bad_reply_is_recorded_charged_and_asked_about_once_more(
    server: ApiServer, wire: Wire, fault: Fault, problem: str
) -> None:
    server.misbehave("chat", fault)
    assert ask(make_chat(server, wire)).nearer == "first"
    rows = wire.record.rows()
    assert [row.occasion[-1] for row in rows] == ["0", "1"]
    assert all(row.cost_usd and row.cost_usd > 0 for row in rows)
    assert problem in notes_of(wire)[0]
    assert problem.replace('"', "'") in json.dumps(server.seen[1].body["messages"][-1], ensure_ascii=False)


@pytest.mark.parametrize(("fault", "problem"), BAD, ids=[problem for _, problem in BAD])
def test_two_bad_replies_are_an_error(server: ApiServer, wire: Wire, fault: Fault, problem: str) -> None:
    server.always["chat"] = fault
    with pytest.raises(ReplyError) as caught:
        ask(make_chat(server, wire))
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 6
    assert len(server.seen) == 2


def test_scores_out_of_range_are_bad_replies(server: ApiServer, wire: Wire) -> None:
    server.misbehave(
        "chat",
        edit_choice(content=json.dumps({"phrases": [{"text": "a", "worth": 140, "kind": "object"}], "note": ""})),
    )
    server.reply = lambda *_: {"phrases": [{"text": "a", "worth": 100, "kind": "object"}], "note": ""}
    chat = make_chat(server, wire)
    reply = chat.ask(ProposalReply, turn=TURN, step="propose", system="", user="x")
    assert reply.phrases[0].worth == 100
    assert "phrases.0.worth: Input should be less than or equal to 100" in notes_of(wire)[0]


def test_a_cut_off_reply_is_given_more_room(server: ApiServer, wire: Wire) -> None:
    server.misbehave("chat", edit_choice(finish_reason="length"))
    ask(make_chat(server, wire, max_output_tokens=500))
    assert [seen.body["max_completion_tokens"] for seen in server.seen] == [500, 1000]


def test_after_two_bad_replies_a_resumed_run_can_go_on(server: ApiServer, wire: Wire, tmp_path: Path) -> None:
    server.misbehave("chat", edit_choice(content="no"), edit_choice(content="no"))
    chat = make_chat(server, wire)
    with pytest.raises(ReplyError):
        ask(chat)
    assert ask(chat).nearer == "first"
    assert len(server.seen) == 3
    wire.close()
    with open_wire(tmp_path, options=WireOptions(prices=load_prices(), replay=True)) as replay:
        assert ask(make_chat(server, replay)).nearer == "first"
    assert len(server.seen) == 3


def test_a_replay_fails_as_the_run_failed(server: ApiServer, wire: Wire, tmp_path: Path) -> None:
    server.always["chat"] = edit_choice(content="no")
    with pytest.raises(ReplyError) as first:
        ask(make_chat(server, wire))
    wire.close()
    with (
        open_wire(tmp_path, options=WireOptions(prices=load_prices(), replay=True)) as replay,
        pytest.raises(ReplyError) as second,
    ):
        ask(make_chat(server, replay))
    assert str(first.value) == str(second.value)


def test_a_server_without_structured_output_is_asked_in_text_and_that_is_said_once(
    server: ApiServer, wire: Wire, tmp_path: Path
) -> None:
    server.structured = False
    server.fenced_json = True
    chat = make_chat(server, wire)
    assert ask(chat).nearer == "first"
    assert ask(chat, step="compare.swapped").nearer == "first"
    assert len(server.seen) == 3
    assert [note for note in notes_of(wire) if "JSON in text" in note] == notes_of(wire)
    assert "JSON Schema" in json.dumps(server.seen[2].body)
    wire.close()
    with open_wire(tmp_path, options=WireOptions(prices=load_prices(), replay=True)) as replay:
        again = make_chat(server, replay)
        # In the other order: who asks first learns first.
        assert ask(again, step="compare.swapped").nearer == "first"
        assert ask(again).nearer == "first"


def test_a_server_that_ignores_the_schema_is_understood(server: ApiServer, wire: Wire) -> None:
    server.fenced_json = True
    assert ask(make_chat(server, wire)).nearer == "first"
    assert len(server.seen) == 1


def test_parameters_that_a_server_rejects_are_left_out_and_that_is_said(server: ApiServer, wire: Wire) -> None:
    server.refused_parameters = {"max_completion_tokens", "temperature", "reasoning_effort"}
    chat = make_chat(server, wire, temperature=0.2, reasoning_effort="low", max_output_tokens=77)
    ask(chat)
    body = server.seen[-1].body
    assert body["max_tokens"] == 77
    assert not server.refused_parameters & set(body)
    assert len(notes_of(wire)) == 3
    server.refused_parameters |= {"max_tokens"}
    ask(chat, step="other")
    assert "max_tokens" not in server.seen[-1].body
    assert "not bounded" in notes_of(wire)[-1]


def test_a_server_that_ignores_the_limit_is_charged_what_it_says(server: ApiServer, wire: Wire) -> None:
    server.extra_output_tokens = 100_000
    ask(make_chat(server, wire, max_output_tokens=100))
    assert wire.record.rows()[0].usage.output_tokens > 100_000  # type: ignore[operator]
    assert wire.meter.spend_usd is not None
    assert wire.meter.spend_usd > 0.5


def test_a_server_that_reports_no_usage_has_an_unknown_cost(server: ApiServer, wire: Wire) -> None:
    server.report_usage = False
    ask(make_chat(server, wire))
    assert wire.meter.spend_usd is None


def test_other_refusals_are_not_guessed_at(server: ApiServer, wire: Wire) -> None:
    server.always["chat"] = Fault(400, {"message": "context window exceeded", "code": "context_length_exceeded"})
    with pytest.raises(RefusedError, match="context window exceeded"):
        ask(make_chat(server, wire))
    server.always["chat"] = Fault(401, {"message": "Incorrect API key provided: sk-secret-abcdef"})
    with pytest.raises(KeyRefusedError) as caught:
        ask(make_chat(server, wire), step="other")
    assert "sk-secret" not in str(caught.value)
    assert len(server.seen) == 2


def test_a_filtered_request_is_a_reply_error(server: ApiServer, wire: Wire) -> None:
    server.always["chat"] = Fault(400, {"message": "filtered", "code": "content_filter"})
    with pytest.raises(ReplyError, match="filtered"):
        ask(make_chat(server, wire))
    assert len(server.seen) == 1


def test_a_limit_passes_through_the_client_libraries(server: ApiServer, tmp_path: Path) -> None:
    options = WireOptions(prices=load_prices(), limits=Limits(calls=0))
    with open_wire(tmp_path, options=options) as wire, pytest.raises(LimitReached):
        ask(make_chat(server, wire))
    assert server.seen == []


def test_nothing_is_taken_from_the_environment(server: ApiServer, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OPENAI_API_KEY": "sk-other-999999",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "OPENAI_API_BASE": "http://127.0.0.1:9/v1",
        "OPENAI_PROXY": "http://127.0.0.1:9",
        "LANGSMITH_GATEWAY": "true",
        "LC_OUTPUT_VERSION": "responses/v1",
    }.items():
        monkeypatch.setenv(name, value)
    ask(make_chat(server, wire))
    assert server.seen[0].path == "/v1/chat/completions"
    assert server.seen[0].headers["authorization"] == "Bearer sk-secret-abcdef"


def test_tracing_by_others_is_off_even_if_the_environment_says_on(
    server: ApiServer, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ApiServer() as langsmith:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", langsmith.url)
        made: list[object] = []
        monkeypatch.setattr("langchain_core.tracers.langchain.LangChainTracer.__init__", lambda *a, **_: made.append(a))
        ask(make_chat(server, wire))
        assert made == []
        assert langsmith.seen == []


@pytest.mark.parametrize("name", ["gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "o1", "gpt-5-pro", "my-local-vlm"])
def test_any_name_of_a_model_goes_to_chat_completions(server: ApiServer, wire: Wire, name: str) -> None:
    assert ask(make_chat(server, wire, chat=name)).nearer == "first"
    assert server.seen[-1].path == "/v1/chat/completions"
    assert server.seen[-1].body["model"] == name


def test_pictures_keep_their_detail_and_come_before_the_words(server: ApiServer, wire: Wire) -> None:
    shown = show_picture(Image.new("RGB", (8, 8)), label="ORIGINAL", most_side=8)
    ask(make_chat(server, wire, detail="low"), shown=[shown])
    label, picture, words = server.seen[0].body["messages"][1]["content"]
    assert label["text"] == "ORIGINAL:"
    assert picture["image_url"]["detail"] == "low"
    assert words["text"] == "Which?"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": {"b": "}"}}\n```', {"a": {"b": "}"}}),
        ('{oops} then {"a": 1}', {"a": 1}),
    ],
)
def test_json_is_found_in_text(text: str, found: object) -> None:
    assert find_json(text) == found


def test_text_without_json() -> None:
    with pytest.raises(BadReply):
        find_json("none { here")


def test_prompts_name_schemas_that_exist() -> None:
    named = {task.reply for tasks in CONTRACTS.values() for task in tasks.values() if task.reply}
    assert named == set(SCHEMAS)


def test_schemas_are_strict_enough_for_strict_servers() -> None:
    schema = CritiqueReply.model_json_schema()
    for one in [schema, *schema["$defs"].values()]:
        assert one["additionalProperties"] is False
        assert set(one["required"]) == set(one["properties"])
