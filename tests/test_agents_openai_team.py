"""The openai team as a whole: whom a reference hires, what its members share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai_table import TURN, Table, compare, meter, picture

from agents.openai.compressor import OpenAICompressor
from agents.openai.critic import OpenAICritic
from agents.openai.describer import OpenAIDescriber
from agents.openai.renderer import OpenAIRenderer
from agents.openai.settings import resolve
from agents.openai.team import OpenAITeam, hire
from agents.protocols import DescribeRequest, Terms
from agents.roles import Role
from agents.wire.options import WireOptions
from agents.wire.prices import load_prices
from agents.wire.transport import open_wire
from codec.errors import UsageError


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with Table(tmp_path) as made:
        yield made


@pytest.mark.live
def test_a_live_describer_names_a_colour(tmp_path: Path) -> None:
    settings = resolve(None, environ=os.environ, config={})
    with open_wire(tmp_path, options=WireOptions(prices=load_prices())) as wire:
        describer = OpenAITeam(settings, wire=wire).make_describer()
        proposal = describer.propose(DescribeRequest(turn=TURN, original=picture("red", "blue"), meter=meter(12)))
    assert any("red" in one.text or "blue" in one.text for one in proposal.phrases)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("describer", OpenAIDescriber),
        ("compressor", OpenAICompressor),
        ("renderer", OpenAIRenderer),
        ("critic", OpenAICritic),
    ],
)
def test_players_are_hired_by_reference(table: Table, role: Role, kind: type) -> None:
    terms = Terms(seed=0, folder=None, notify=table.notes.append, models=table.settings, wire=table.wire)
    assert isinstance(hire(role, "", terms), kind)
    assert isinstance(hire(role, "some-model", terms), kind)
    with pytest.raises(UsageError, match="no wire"):
        hire(role, "", Terms(seed=0, folder=None, notify=table.notes.append))


def test_a_hired_player_asks_the_model_of_its_reference(table: Table) -> None:
    terms = Terms(seed=0, folder=None, notify=table.notes.append, models=table.settings, wire=table.wire)
    hire("describer", "my-vlm", terms).propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(9)))
    assert table.server.seen[0].body["model"] == "my-vlm"


def test_mixed_teams_share_what_they_learn_of_a_server(table: Table) -> None:
    table.server.structured = False
    table.team.make_describer().propose(DescribeRequest(turn=TURN, original=picture("red"), meter=meter(9)))
    compare(table, picture("green"), picture("red"))
    assert len([note for note in table.notes if "JSON in text" in note]) == 1
