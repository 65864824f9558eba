"""Prices, usage, limits, pace and the cost report."""

import argparse
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.openai.settings import RoleSettings
from agents.wire.errors import LimitReached
from agents.wire.flags import add_wire_options
from agents.wire.limits import Limits, Meter, estimate_most_usd
from agents.wire.occasion import Call, Occasion
from agents.wire.options import read_wire_options
from agents.wire.pace import Pace
from agents.wire.prices import ModelPrice, Usage, load_prices, price_usage, read_usage
from agents.wire.record import CallRecord
from agents.wire.redact import (
    HIDDEN,
    find_secrets,
    hide_in_text,
    hide_secrets,
    keep_request_headers,
    keep_response_headers,
    strip_url,
)
from agents.wire.report import format_calls, show_cost, sum_all, sum_calls
from agents.wire.rows import Answered, Asked
from codec.errors import UsageError

CHAT = ModelPrice(input=2.0, cached_input=0.2, output=10.0)
IMAGE = ModelPrice(input=5.0, cached_input=1.25, output=10.0, image_input=8.0, image_output=30.0)


def test_the_default_models_have_a_price_and_the_table_a_date() -> None:
    table = load_prices()
    settings = RoleSettings(role="critic")
    assert table.find(settings.chat) is not None
    assert table.find(settings.image_model) is not None
    assert table.as_of.year == 2026
    assert table.find("gpt-image-2-2026-04-21") == table.find("gpt-image-2")
    assert table.find("my-own-model") is None


@pytest.mark.parametrize(
    ("usage", "price", "usd"),
    [
        (Usage(input_tokens=1000, output_tokens=100), CHAT, 0.003),
        (Usage(input_tokens=1000, cached_input_tokens=500, output_tokens=0), CHAT, 0.0011),
        (Usage(input_tokens=1000, image_input_tokens=900, output_tokens=0), CHAT, 0.002),
        (Usage(input_tokens=100, output_tokens=1000, image_output_tokens=900), IMAGE, 0.0285),
        (Usage(input_tokens=1000, image_input_tokens=600, output_tokens=0), IMAGE, 0.0068),
        (Usage(input_tokens=10), CHAT, None),
        (Usage(input_tokens=10, output_tokens=10), None, None),
        (Usage(), ModelPrice(input=0, output=0), 0.0),
    ],
)
def test_what_an_answer_costs(usage: Usage, price: ModelPrice | None, usd: float | None) -> None:
    assert price_usage(usage, price) == (usd if usd is None else pytest.approx(usd))


def test_usage_as_chat_and_image_servers_report_it() -> None:
    chat = {
        "usage": {
            "prompt_tokens": 50,
            "completion_tokens": 9,
            "prompt_tokens_details": {"cached_tokens": 20, "image_tokens": 3, "cache_write_tokens": 4},
            "completion_tokens_details": {"reasoning_tokens": 5},
        }
    }
    assert read_usage(chat) == Usage(
        input_tokens=50,
        cached_input_tokens=20,
        cache_write_tokens=4,
        image_input_tokens=3,
        output_tokens=9,
        reasoning_tokens=5,
    )
    image: dict[str, Any] = {
        "usage": {"input_tokens": 9, "output_tokens": 400, "input_tokens_details": {"image_tokens": 0}}
    }
    assert read_usage(image) == Usage(input_tokens=9, output_tokens=400, image_output_tokens=400)


@given(
    st.dictionaries(
        st.sampled_from(
            ["prompt_tokens", "completion_tokens", "prompt_tokens_details", "input_tokens", "output_tokens"]
        ),
        st.none() | st.integers() | st.text() | st.lists(st.integers()) | st.dictionaries(st.text(), st.integers()),
    )
)
def test_absurd_usage_is_no_usage(usage: dict[str, Any]) -> None:
    read = read_usage({"usage": usage})
    assert (read.input_tokens or 0) >= 0
    assert (read.output_tokens or 0) >= 0
    assert price_usage(read, CHAT) is None or price_usage(read, CHAT) >= 0  # type: ignore[operator]


def test_a_table_of_ones_own_lies_over_ours(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(
        'as_of = 2027-01-01\n[prices]\n"my-vlm" = { input = 0, output = 0 }\n"gpt-5.4" = { input = 1, output = 2 }\n'
    )
    table = load_prices(own)
    assert table.find("my-vlm") == ModelPrice(input=0, output=0)
    assert table.find("gpt-5.4") == ModelPrice(input=1, output=2)
    assert table.find("gpt-5.5") is not None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("as_of = ", "not TOML"),
        ("[prices]", "as_of: Field required"),
        ("as_of = 2027-01-01\n[prices]\nx = { input = -1, output = 1 }", "prices.x.input"),
        ("as_of = 2027-01-01\n[prices]\nx = { input = nan, output = 1 }", "prices.x.input"),
        ("as_of = 2027-01-01\n[prices]\nx = { inputs = 1, output = 1 }", "prices.x"),
    ],
)
def test_tables_that_are_none(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=complaint):
        load_prices(path)
    with pytest.raises(UsageError, match="can't read the price table"):
        load_prices(tmp_path / "none.toml")


def call() -> Call:
    return Call(
        occasion=Occasion(role="critic", step="critique", round=0),
        asked_of="x",
        most_input_tokens=1000,
        most_output_tokens=100,
        most_image_output_tokens=10,
    )


def test_the_most_a_call_may_cost() -> None:
    assert estimate_most_usd(call(), price=CHAT) == pytest.approx((1000 * 2 + 100 * 10 + 10 * 10) / 1e6)
    assert estimate_most_usd(call(), price=IMAGE) == pytest.approx((1000 * 8 + 100 * 10 + 10 * 30) / 1e6)
    assert estimate_most_usd(call(), price=None) is None
    assert estimate_most_usd(call(), price=ModelPrice(input=0, output=0)) == 0.0


def test_parallel_reservations_together_stay_within_the_limit() -> None:
    meter = Meter(Limits(spend_usd=1.0))
    refused: list[LimitReached] = []

    def reserve() -> None:
        try:
            meter.reserve(0.3, asked_of="x")
        except LimitReached as limit:
            refused.append(limit)

    threads = [threading.Thread(target=reserve) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (meter.calls, len(refused)) == (3, 5)
    meter.settle(0.3, cost_usd=0.01)
    meter.reserve(0.3, asked_of="x")
    assert refused[0].stop.policy == "spend=1usd"


def test_what_the_server_does_not_say_counts_at_its_most() -> None:
    meter = Meter(Limits(spend_usd=1.0))
    meter.reserve(0.7, asked_of="x")
    meter.settle(0.7, cost_usd=None)
    assert meter.spend_usd is None
    with pytest.raises(LimitReached):
        meter.reserve(0.4, asked_of="x")


def test_pace_spaces_calls_evenly() -> None:
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(30, clock=lambda: now[0], sleep=sleep)
    assert [pace.wait() for _ in range(3)] == [0, 2, 2]
    now[0] += 60
    assert pace.wait() == 0
    assert slept == [2, 2]
    with pytest.raises(UsageError, match="--rpm"):
        Pace(0)
    assert Pace(None).wait() == 0


def add(record: CallRecord, role: str, *, final: bool | None = True, source: str = "network", **answer: Any) -> None:
    asked = Asked(
        occasion=Occasion(role=role, step="s", round=0),
        request_sha256="0",
        asked_of="m",
        method="POST",
        url="http://x/v1",
        headers={},
        body=b"",
    )
    answered = Answered(http_status=200, elapsed_s=1.5, **answer)
    if source == "cache":
        record.add_cached(asked, answered)
        return
    row = record.begin(asked)
    if final is not None:
        record.finish(row, answered, final=final)


def test_report_adds_up_and_owns_to_what_it_does_not_know(tmp_path: Path) -> None:
    record = CallRecord(tmp_path / "calls.sqlite")
    known = Usage(input_tokens=100, cached_input_tokens=40, output_tokens=20, reasoning_tokens=5)
    add(record, "critic", usage=known, cost_usd=0.25)
    add(record, "critic", usage=known, cost_usd=0.25)
    add(record, "critic", source="cache", usage=known, cost_usd=0.0)
    add(record, "critic", final=None)
    sums = sum_calls(record.rows())
    (critic,) = sums
    assert (critic.calls, critic.failed_tries, critic.unanswered, critic.cached) == (3, 1, 1, 1)
    assert (critic.input_llm_tokens, critic.cached_input_llm_tokens, critic.output_llm_tokens) == (200, 80, 40)
    assert (critic.cost_usd, critic.elapsed_s) == (0.5, 3.0)
    assert "0.5000 USD" in format_calls(sums)
    assert "prices as of 2026-11-20" in format_calls(sums, prices_as_of=date(2026, 11, 20))
    assert "1 requests were in flight when a session died" in format_calls(sums)
    add(record, "renderer", cost_usd=None)
    sums = sum_calls(record.rows())
    assert sum_all(sums).cost_usd is None
    table = format_calls(sums)
    assert table.splitlines()[-4].endswith("unknown")
    assert "1 answers do not say what they used" in table
    record.close()


def test_costs_for_people() -> None:
    assert (show_cost(None), show_cost(0.0)) == ("unknown", "0.0000 USD")


def test_credentials_are_kept_nowhere() -> None:
    headers = {"Authorization": "Bearer x", "api-key": "y", "Cookie": "z", "Accept": "*/*", "X-Stainless-Os": "L"}
    assert keep_request_headers(headers) == {"accept": "*/*"}
    assert keep_response_headers({"Set-Cookie": "a", "openai-organization": "b", "X-Request-Id": "c"}) == {
        "x-request-id": "c"
    }
    assert hide_in_text("Incorrect API key: sk-proj-ab12cd34ef. Try") == f"Incorrect API key: {HIDDEN}. Try"
    assert hide_in_text("a risk-averse desk-top") == "a risk-averse desk-top"
    short = {"authorization": "Bearer unused"}
    assert hide_secrets(b"an unused barn", secrets=find_secrets(short)) == b"an unused barn"
    assert hide_secrets(b"bad key unused", secrets=find_secrets(short, in_error=True)) == b"bad key [key]"
    assert strip_url("https://me:secret@host/v1/?key=x#y") == "https://host/v1"


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_wire_options(parser)
    return parser.parse_args(arguments)


def test_options_of_the_wire_in_their_order() -> None:
    config = {"wire": {"rpm": 10, "retries": 1, "cache": "off"}}
    options = read_wire_options(parse("--rpm", "30"), environ={"MUBPP_RETRIES": "2", "MUBPP_RPM": "20"}, config=config)
    assert (options.rpm, options.retries, options.cache_mode) == (30.0, 2, "off")
    assert read_wire_options(None, environ={}, config={}, replay=True).replay


@pytest.mark.parametrize(
    ("arguments", "config", "complaint"),
    [
        (["--rpm", "0"], {}, "rpm"),
        (["--rpm", "fast"], {}, "rpm"),
        (["--cache", "maybe"], {}, "cache"),
        (["--retries", "-1"], {}, "retries"),
        (["--prices", "/no/such/file"], {}, "can't read the price table"),
        ([], {"wire": {"rmp": 3}}, "rmp"),
        ([], {"wire": 3}, "must be a table"),
    ],
)
def test_options_that_make_no_sense(arguments: list[str], config: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_wire_options(parse(*arguments), environ={}, config=config)
