"""Asks an image model for one picture, over the wire; knows nothing of what is to be drawn."""

from collections.abc import Mapping
from typing import Any, Final

import httpx2
import openai
from PIL import Image

from agents.openai.pictures import choose_size, estimate_most_image_tokens, read_picture
from agents.openai.settings import RoleSettings
from agents.protocols import Turn
from agents.wire.errors import (
    BadReply,
    ModerationError,
    NotOnRecordError,
    RefusedError,
    UnknownModelError,
)
from agents.wire.occasion import Call, Occasion, announce
from agents.wire.transport import CONNECT_TIMEOUT_S, Wire
from codec.errors import ReplyError, WireError
from codec.tokens import count_code_tokens

MOST_BAD_PICTURES: Final = 2
"""An answer without a usable picture is asked for once more."""

_GPT_PREFIXES: Final = ("gpt-image", "chatgpt-image")


class ImageModel:
    """The renderer's line to its image model."""

    def __init__(self, settings: RoleSettings, *, wire: Wire) -> None:
        self._settings = settings
        self._wire = wire
        self._dropped: set[str] = set()
        self._client = openai.OpenAI(
            api_key=settings.key_to_send.get_secret_value(),
            base_url=settings.base_url,
            organization=settings.organization or None,
            project=settings.project or None,
            timeout=httpx2.Timeout(settings.image_timeout_s, connect=CONNECT_TIMEOUT_S),
            max_retries=0,
            http_client=wire.make_client(),
        )

    def draw(self, prompt: str, *, turn: Turn, step: str, width: int, height: int) -> Image.Image:
        """Draw one picture of exactly this size in pixels, RGB; asked for in the nearest size the model has.

        Raises ReplyError if there is no usable picture, ModerationError if words or picture were refused, WireError if
        there is no answer, LimitReached before a call too many.
        """
        size = choose_size(self._settings.image_model, width=width, height=height, sizes=self._settings.image_sizes)
        bad: BadReply | None = None
        fresh_bad = attempt = 0
        while True:
            call = self._make_call(
                Occasion.at(turn, role=self._settings.role, step=step, attempt=attempt), prompt, size
            )
            try:
                image = self._draw_once(prompt, call, size=size)
                break
            except NotOnRecordError:
                if bad is None or attempt < MOST_BAD_PICTURES:
                    raise
                raise self._give_up(bad) from bad
            except BadReply as error:
                bad = error
            fresh_bad += call.source == "network"
            self._wire.notify(f"{self._settings.role}: unusable picture ({bad})")
            if fresh_bad >= MOST_BAD_PICTURES:
                raise self._give_up(bad) from bad
            attempt += 1
        # Stretched rather than cropped: everything that was described stays in the picture.
        return image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)

    def _give_up(self, bad: BadReply) -> ReplyError:
        """Make the error of two bad pictures."""
        return ReplyError(f"{self._settings.image_model} gave no usable picture twice, last: {bad}")

    def _make_call(self, occasion: Occasion, prompt: str, size: tuple[int, int]) -> Call:
        """Announce the call with upper estimates of what it may use."""
        tokens = estimate_most_image_tokens(self._settings.image_quality, width=size[0], height=size[1])
        return Call(
            occasion=occasion,
            asked_of=self._settings.image_model,
            most_input_tokens=count_code_tokens(prompt) * 3 // 2 + 50,
            most_output_tokens=0,
            most_image_output_tokens=tokens,
            check=_check_body,
            timeout_s=self._settings.image_timeout_s,
        )

    def _parameters(self, prompt: str, size: tuple[int, int]) -> dict[str, Any]:
        """Write the request; GPT image models always answer with data, others must be asked to."""
        settings = self._settings
        parameters: dict[str, Any] = {
            "model": settings.image_model,
            "prompt": prompt,
            "n": 1,
            "size": f"{size[0]}x{size[1]}",
        }
        if settings.image_model.startswith(_GPT_PREFIXES):
            parameters["output_format"] = "png"
            if settings.image_quality:
                parameters["quality"] = settings.image_quality
        else:
            parameters["response_format"] = "b64_json"
        return {name: value for name, value in parameters.items() if name not in self._dropped}

    def _draw_once(self, prompt: str, call: Call, *, size: tuple[int, int]) -> Image.Image:
        """Send one request; leave out what the server does not take."""
        while True:
            parameters = self._parameters(prompt, size)
            try:
                with announce(call):
                    answer = self._client.images.generate(**parameters)
                return read_picture((answer.data or [])[0].b64_json or "")
            except UnknownModelError as error:
                raise _explain_no_images(error, settings=self._settings) from error
            except RefusedError as refusal:
                unknown = _name_parameter(refusal, parameters)
                if not unknown:
                    raise _explain_no_images(refusal, settings=self._settings) from refusal
                self._dropped.add(unknown)
                self._wire.notify(f"{self._settings.role}: the server takes no {unknown}; going on without it")


def _check_body(body: Mapping[str, Any]) -> None:
    """Find out whether an image answer has a picture in it; raise BadReply."""
    data = body.get("data")
    if not isinstance(data, list) or not data or not isinstance(data[0], Mapping):
        raise BadReply("the answer has no picture")
    b64 = data[0].get("b64_json")
    if not isinstance(b64, str) or not b64:
        has_link = bool(data[0].get("url"))
        raise BadReply("the answer has a link instead of a picture" if has_link else "the answer has no picture data")
    read_picture(b64)


def _name_parameter(refusal: RefusedError, parameters: Mapping[str, Any]) -> str:
    """Name the optional parameter that a refusal complains of; "": none."""
    if isinstance(refusal, ModerationError) or refusal.status not in (400, 422):
        return ""
    optional = [name for name in ("output_format", "quality", "response_format", "size", "n") if name in parameters]
    if refusal.param in optional:
        return refusal.param
    says = f" {refusal} ".lower().replace("'", " ").replace('"', " ").replace("`", " ").replace(":", " ")
    return next((name for name in optional if f" {name} " in says), "")


def _explain_no_images(error: WireError, *, settings: RoleSettings) -> WireError:
    """Say what to set where a server can't draw."""
    status = error.status if isinstance(error, RefusedError) else 404
    if isinstance(error, ModerationError) or status not in (404, 405, 501):
        return error
    return UnknownModelError(
        f"{error}; if this server can't draw, set --renderer-base-url and --image-model to one that can, "
        f"or use --renderer sketch (asked for {settings.image_model!r})"
    )
