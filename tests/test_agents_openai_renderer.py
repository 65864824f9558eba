"""The renderer of the openai team, over a real socket, with the values that the graph hands it."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import ApiServer, Fault
from openai_table import Table
from PIL import Image

from agents.protocols import RenderRequest, Turn
from agents.wire.errors import KeyRefusedError, UnknownModelError, UnreachableError


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path) as made:
        yield made


def render(table: Table, *, candidate: int = 0) -> Any:
    request = RenderRequest(
        turn=Turn(round=1, candidate=candidate),
        description="red barn, blue sky",
        width=320,
        height=180,
        seed_choice=candidate,
    )
    return table.team.make_renderer().render(request)


def test_renderer_draws_the_words_at_the_size_asked_for(table: Table) -> None:
    rendering = render(table)
    assert (rendering.image.size, rendering.image.mode) == ((320, 180), "RGB")
    assert rendering.image.getpixel((10, 90)) == (200, 30, 30)
    body = table.server.seen[0].body
    assert body["size"] == "1360x768"
    assert "word for word" in body["prompt"]
    assert "response_format" not in body


def one_pixel(size: tuple[int, int]) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", size, (1, 2, 3)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_a_picture_of_another_size_is_brought_to_size(table: Table) -> None:
    table.server.misbehave("image", Fault(edit=lambda answer: answer.update(data=[{"b64_json": one_pixel((64, 64))}])))
    assert render(table).image.size == (320, 180)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ([], "has no picture"),
        (None, "has no picture"),
        ([{"url": "https://example.org/x.png"}], "a link instead of a picture"),
        ([{"b64_json": None}], "no picture data"),
        ([{"b64_json": "%%%"}], "not base64"),
        ([{"b64_json": base64.b64encode(b"GIF89a but not really").decode()}], "not a picture"),
    ],
)
def test_an_answer_without_a_picture_is_a_failed_rendering(table: Table, data: object, problem: str) -> None:
    fault = Fault(edit=lambda answer: answer.update(data=data))
    table.server.misbehave("image", fault)
    assert render(table).image is not None
    assert problem in table.notes[0]
    table.server.misbehave("image", fault, fault)
    rendering = render(table, candidate=1)
    assert rendering.image is None
    assert problem in rendering.problem
    assert "\n" not in rendering.problem


@pytest.mark.parametrize(
    ("fault", "sent", "problem"),
    [
        (Fault(400, {"message": "not this", "code": "moderation_blocked"}), 1, "moderation_blocked): not this"),
        (Fault(503, {"message": "busy"}), 2, "busy"),
        (Fault(429, {"message": "slow down"}, {"retry-after": "300"}), 1, "asks to wait 300 s"),
        (Fault(break_off="cut"), 2, "broke off"),
    ],
)
def test_a_refusal_or_a_busy_server_is_a_failed_rendering(table: Table, fault: Fault, sent: int, problem: str) -> None:
    table.server.always["image"] = fault
    rendering = render(table)
    assert rendering.image is None
    assert problem in rendering.problem
    assert len(table.server.seen) == sent
    table.server.always.clear()
    assert render(table, candidate=1).image is not None


def test_what_no_words_can_help_ends_the_run(table: Table, tmp_path: Path) -> None:
    table.server.always["image"] = Fault(401, {"message": "who are you?"})
    with pytest.raises(KeyRefusedError, match="who are you"):
        render(table)
    table.server.images = False
    table.server.always.clear()
    with pytest.raises(
        UnknownModelError, match=r"set --renderer-base-url and --image-model .* or use --renderer sketch"
    ):
        render(table)
    table.server.__exit__()
    with pytest.raises(UnreachableError, match="refused"):
        render(table)
    table.server = ApiServer().__enter__()


def test_parameters_that_an_image_server_rejects_are_left_out(table: Table) -> None:
    table.server.refused_parameters = {"quality", "output_format"}
    assert render(table).image is not None
    assert len(table.notes) == 2
    assert "quality" not in table.server.seen[-1].body


def test_other_image_models_are_asked_for_data(tmp_path: Path) -> None:
    sizes = "512x512,768x512"
    with Table(tmp_path, MUBPP_IMAGE_MODEL="stable-diffusion", MUBPP_IMAGE_SIZES=sizes) as table:
        assert render(table).image.size == (320, 180)
        body = table.server.seen[0].body
        assert body["response_format"] == "b64_json"
        assert body["size"] == "768x512"
        assert "quality" not in body
