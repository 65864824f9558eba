"""What all tests share: no network, no settings of the person who runs them, and a model server of their own."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_server import ApiServer
from hypothesis import HealthCheck, settings

# The same examples every time, on however busy a machine.
settings.register_profile("house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_SOAK = Path(__file__).parent / "soak"
_NEAR = ("127.", "::1", "localhost")
_PREFIXES = ("OPENAI_", "AZURE_OPENAI_", "MUBPP_", "LANGSMITH_", "LANGCHAIN_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="run the tests that ask a live model, with your key")
    parser.addoption("--soak", action="store_true", help="run the long tests of tests/soak: hours, not seconds")
    parser.addoption(
        "--soak-share", type=float, default=1.0, help="do this share of the long tests' repetitions; all of the kills"
    )
    parser.addoption("--soak-seed", type=int, default=0, help="the seed of the long tests' random choices")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    live = pytest.mark.skip(reason="asks a live model; runs only with --live")
    soak = pytest.mark.skip(reason="takes long; runs only with --soak")
    for item in items:
        if "live" in item.keywords and not config.getoption("--live"):
            item.add_marker(live)
        if _SOAK in item.path.parents and not config.getoption("--soak"):
            item.add_marker(soak)


@pytest.fixture(autouse=True)
def alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take keys and endpoints out of the environment, and refuse every connection that leaves this machine."""
    if "live" in request.keywords:
        yield
        return
    for name in list(os.environ):
        if name.upper().startswith(_PREFIXES):
            monkeypatch.delenv(name)
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: object) -> None:
        is_near = not isinstance(address, tuple) or str(address[0]).startswith(_NEAR)
        if not is_near:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_near)
    yield


@pytest.fixture
def server() -> Iterator[ApiServer]:
    """Run a model server on this machine."""
    with ApiServer() as running:
        yield running
