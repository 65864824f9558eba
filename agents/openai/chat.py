"""Asks a chat model for a reply of a given schema, over the wire; knows nothing of what the words are about.

LangChain's ChatOpenAI writes the requests. Everything that a server may do wrong is told apart here or in the wire,
before a client library sees it: they raise at different places for the same fault.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx2
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from langsmith.run_helpers import tracing_context
from pydantic import ValidationError

from agents.openai.pictures import Shown
from agents.openai.replies import Reply
from agents.openai.settings import RoleSettings
from agents.protocols import Turn
from agents.wire.errors import BadReply, ModerationError, NotOnRecordError, RefusedError
from agents.wire.manners import Manner
from agents.wire.occasion import Call, Occasion, announce
from agents.wire.transport import CONNECT_TIMEOUT_S, Wire
from codec.errors import ReplyError, WireError
from codec.tokens import count_code_tokens
from prompts.loader import Prompt

ReplyT = TypeVar("ReplyT", bound=Reply)

MOST_BAD_REPLIES: Final = 2
"""A reply that can't be used is asked for once more; then it is an error."""

_SCHEMA_WORDS: Final = ("response_format", "json_schema", "structured", "schema", "grammar", "guided")
_BEFORE_SCHEMAS: Final = ("gpt-3", "gpt-4-")
_OVERHEAD_TOKENS: Final = 200


class Chat:
    """One role's line to its chat model."""

    def __init__(
        self,
        settings: RoleSettings,
        *,
        wire: Wire,
        protocol: Prompt,
        langsmith: bool = False,
    ) -> None:
        """`protocol` holds the words added to requests; `langsmith` lets LangChain's tracing do as it is configured."""
        self._settings = settings
        self._wire = wire
        self._protocol = protocol
        self._langsmith = langsmith
        self._client = wire.make_client()

    def ask(
        self,
        reply: type[ReplyT],
        *,
        turn: Turn,
        step: str,
        system: str,
        user: str,
        shown: Sequence[Shown] = (),
        check: Callable[[ReplyT], None] | None = None,
    ) -> ReplyT:
        """Ask until there is a usable reply, at most once more than once.

        `check` raises BadReply for a reply that fits the schema and still makes no sense. Raises ReplyError when the
        second reply is no better than the first, WireError when there is none, LimitReached before a call too many.
        """
        said = _Said(system=system, user=user, shown=tuple(shown))
        bad: BadReply | None = None
        fresh_bad = attempt = 0
        while True:
            call = self._make_call(Occasion.at(turn, role=self._settings.role, step=step, attempt=attempt), said)
            problem = str(bad) if bad else ""
            try:
                parsed = self._ask_in_turn(reply, call, said, problem=problem)
                if check is not None:
                    check(parsed)
                return parsed
            except NotOnRecordError:
                if bad is None or attempt < MOST_BAD_REPLIES:
                    raise
                raise self._give_up(bad) from bad
            except ModerationError as refusal:
                raise ReplyError(f"{self._settings.role}: {refusal}") from refusal
            except BadReply as error:
                bad = error
            # A bad reply on record or in the cache was paid for earlier: going on from it must stay possible.
            fresh_bad += call.source == "network"
            self._wire.notify(f"{self._settings.role}: unusable reply ({bad})")
            if fresh_bad >= MOST_BAD_REPLIES:
                raise self._give_up(bad) from bad
            attempt += 1

    def _give_up(self, bad: BadReply) -> ReplyError:
        """Make the error of two bad replies."""
        return ReplyError(f"{self._settings.role}: {self._settings.chat} gave no usable reply twice, last: {bad}")

    def _make_call(self, occasion: Occasion, said: "_Said") -> Call:
        """Announce what is about to be asked, with upper estimates of what it may use."""
        text_tokens = count_code_tokens(f"{said.system}\n{said.user}")
        pictures = sum(one.most_input_tokens for one in said.shown)
        return Call(
            occasion=occasion,
            asked_of=self._settings.chat,
            # A schema and message marks come on top; other tokenizers need up to half more than o200k.
            most_input_tokens=text_tokens * 3 // 2 + pictures + 5 * _OVERHEAD_TOKENS,
            most_output_tokens=self._most_output_tokens(occasion.attempt),
            pictures={one.data_url: one.name for one in said.shown},
            check=_check_body,
            timeout_s=self._settings.chat_timeout_s,
        )

    def _most_output_tokens(self, attempt: int) -> int:
        """Allow twice as much when asked once more: the first reply may have been cut off."""
        return self._settings.max_output_tokens * (2 if attempt else 1)

    @property
    def _manner(self) -> Manner:
        """What is known of this model so far."""
        settings = self._settings
        known = self._wire.manners.recall(settings.base_url, asked_of=settings.chat)
        if known is not None:
            return known
        wants_text = settings.structured == "text" or settings.chat.startswith(_BEFORE_SCHEMAS)
        return Manner(structured=not wants_text and settings.chat != "gpt-4")

    def _ask_in_turn(self, reply: type[ReplyT], call: Call, said: "_Said", *, problem: str) -> ReplyT:
        """Ask once, in the manner that the server is known to take; learn from refusals and ask again."""
        manner = self._manner
        while True:
            try:
                return self._ask_once(reply, call, said, manner=manner, problem=problem)
            except RefusedError as refusal:
                learnt = _learn(refusal, manner, settings=self._settings)
                if learnt is None:
                    raise
                manner, note = learnt
                self._wire.manners.learn(self._settings.base_url, asked_of=self._settings.chat, manner=manner)
                self._wire.notify(f"{self._settings.role}: {urlsplit(self._settings.base_url).netloc} {note}")
            except NotOnRecordError:
                # Roles that ask at the same time may learn in another order than when they were recorded.
                if manner.structured != self._manner.structured or self._settings.structured != "auto":
                    raise
                manner = replace(manner, structured=not manner.structured)

    def _ask_once(self, reply: type[ReplyT], call: Call, said: "_Said", *, manner: Manner, problem: str) -> ReplyT:
        """Send one request and parse its reply."""
        schema = reply.model_json_schema()
        text = said.user
        if not manner.structured:
            text += "\n\n" + self._protocol.render("as_json", schema=json.dumps(schema, separators=(",", ":")))
        if problem:
            text += "\n\n" + self._protocol.render("again", problem=problem)
        messages = [SystemMessage(said.system), HumanMessage(_make_content(text, said.shown, self._settings.detail))]
        chat = self._build(manner, most_output_tokens=call.most_output_tokens)
        with announce(call), tracing_context(enabled=None if self._langsmith else False):
            if manner.structured:
                asking = chat.with_structured_output(schema, method="json_schema", strict=True, include_raw=True)
                message = asking.invoke(messages)["raw"]
            else:
                message = chat.invoke(messages)
        return _parse(reply, str(message.text))

    def _build(self, manner: Manner, *, most_output_tokens: int) -> ChatOpenAI:
        """Make LangChain's client; everything it would read from the environment is set here."""
        settings = self._settings
        optional: dict[str, Any] = {}
        if settings.reasoning_effort and "reasoning_effort" not in manner.dropped:
            optional["reasoning_effort"] = settings.reasoning_effort
        if settings.temperature is not None and "temperature" not in manner.dropped:
            optional["temperature"] = settings.temperature
        if manner.limit_field == "max_completion_tokens":
            optional["max_tokens"] = most_output_tokens
        elif manner.limit_field == "max_tokens":
            # ChatOpenAI renames max_tokens wherever it finds it, but not in the extra body.
            optional["extra_body"] = {"max_tokens": most_output_tokens}
        return ChatOpenAI(
            model=settings.chat,
            api_key=settings.key_to_send,
            base_url=settings.base_url,
            organization=settings.organization or None,
            timeout=httpx2.Timeout(settings.chat_timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=0,
            http_client=self._client,
            http_async_client=_no_detour(),
            openai_proxy="",
            use_responses_api=False,
            output_version="v0",
            disable_streaming=True,
            cache=False,
            **optional,
        )


class _NoDetour(httpx2.AsyncBaseTransport):
    """Keeps LangChain's asynchronous half off the network: it would pass the wire by."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Refuse."""
        raise RuntimeError(f"{request.url.path} was about to be sent past the wire")


@cache
def _no_detour() -> httpx2.AsyncClient:
    """Make the client that goes nowhere, once."""
    return httpx2.AsyncClient(transport=_NoDetour())


@dataclass(frozen=True)
class _Said:
    """The words and pictures of a request."""

    system: str
    user: str
    shown: tuple[Shown, ...]


def _make_content(text: str, shown: Sequence[Shown], detail: str) -> list[str | dict[Any, Any]]:
    """Lay a message out: pictures first, each under its label, so that servers can reuse the unchanged beginning."""
    parts: list[str | dict[Any, Any]] = []
    for one in shown:
        parts.append({"type": "text", "text": f"{one.label}:"})
        parts.append({"type": "image_url", "image_url": {"url": one.data_url, "detail": detail}})
    return [*parts, {"type": "text", "text": text}]


def _check_body(body: Mapping[str, Any]) -> None:
    """Find in a chat answer what would make a client library stumble; raise BadReply."""
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise BadReply("the answer has no choices")
    message = choices[0].get("message")
    finish = choices[0].get("finish_reason")
    if finish == "length":
        raise BadReply("the reply was cut off at the output limit")
    if finish == "content_filter":
        raise BadReply("a content filter withheld the reply")
    if not isinstance(message, Mapping):
        raise BadReply("the answer has no message")
    if message.get("refusal"):
        raise BadReply(f"the model refused: {' '.join(str(message['refusal']).split())[:200]}")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise BadReply("the reply is empty")


def _learn(refusal: RefusedError, manner: Manner, *, settings: RoleSettings) -> tuple[Manner, str] | None:
    """Find out from a refusal how to write the request instead, and say so; None: nothing can be learnt from it."""
    if isinstance(refusal, ModerationError) or refusal.status not in (200, 400, 404, 415, 422, 500, 501):
        return None
    says = f"{refusal.param} {refusal.code} {refusal}".lower()
    for name in ("temperature", "reasoning_effort"):
        if name in says and name not in manner.dropped:
            return replace(manner, dropped=manner.dropped | {name}), f"takes no {name}; going on without it"
    if manner.limit_field and (manner.limit_field in says or "max_tokens" in says):
        if manner.limit_field == "max_completion_tokens":
            return replace(manner, limit_field="max_tokens"), "takes no max_completion_tokens; sending max_tokens"
        return replace(manner, limit_field=""), "takes no limit of output tokens; spending is not bounded by it"
    names_schema = any(word in says for word in _SCHEMA_WORDS)
    is_bare = not refusal.param and not refusal.code and refusal.status in (400, 422)
    if manner.structured and settings.structured == "auto" and (names_schema or is_bare):
        return replace(manner, structured=False), "has no structured output; asking for JSON in text instead"
    return None


def _parse(reply: type[ReplyT], text: str) -> ReplyT:
    """Find a reply of this schema in a text; raise BadReply with the first fault."""
    try:
        return reply.model_validate(find_json(text))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise BadReply(f"{where or reply.__name__}: {fault['msg']}") from error


def find_json(text: str) -> Any:
    """Return the JSON object in a text, whatever stands around it; raise BadReply if there is none.

    >>> find_json('Sure! {"a": 1} Anything else?')
    {'a': 1}
    """
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        try:
            return decoder.raw_decode(text, start)[0]
        except (json.JSONDecodeError, RecursionError):
            start = text.find("{", start + 1)
    raise BadReply("the reply is not JSON")


def explain_blindness(error: WireError, *, settings: RoleSettings) -> WireError:
    """Say what to do where a refusal is about pictures: the model can't see."""
    says = str(error).lower()
    if isinstance(error, RefusedError) and ("image" in says or "vision" in says or "multimodal" in says):
        hint = f"{settings.chat} seems not to see pictures: choose a model with vision for the {settings.role}"
        return WireError(f"{hint} ({error})")
    return error
