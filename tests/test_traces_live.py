import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from tests.fake_run import PHRASES, blank_picture, interrupt, make_folder, play, play_round, start
from traces.dialogue import Phrase
from traces.events import Started, parse_event
from traces.folder import RunFolder
from traces.live import Limits, choose_kind, make_display
from traces.live_full import FullDisplay, Place
from traces.live_panel import PanelView
from traces.scene import Scene
from traces.terminal import look_at

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return make_folder(tmp_path / "run-a")


def screen(*, width: int = 80, height: int = 24, colour: bool = False) -> Console:
    environment = {"TERM": "xterm-256color"} | ({} if colour else {"NO_COLOR": "1"})
    return Console(
        file=io.StringIO(),
        width=width,
        height=height,
        force_terminal=True,
        color_system="truecolor" if colour else None,
        legacy_windows=False,
        _environ=environment,
    )


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def panel_after(folder: RunFolder, count: int, *, console: Console, waited_s: float = 2.0) -> str:
    scene = Scene(limits=Limits(haggles=1))
    for event in list(play(folder))[:count]:
        scene = scene.after(event.model_copy(update={"elapsed_s": 3.0}))
    panel = PanelView(folder).compose(scene, waited_s=waited_s, look=look_at(console), console=console)
    with console.capture() as capture:
        console.print(panel)
    return capture.get()


PANEL_80 = """\
╭─  hills.png 960x640 · 20tokens · sketch  ────────────────────────────────────╮
│ original                  newest, fidelity 0.532    best, score 0.412        │
│ ########################  ########################  ######################## │
│ ###################%%###  ########################  ######################## │
│ ########################  ########################  ######################## │
│ ########################  ########################  ######################## │
│ ###-----*###############  ########################  ######################## │
│ :::-----::::::::::::::::  ::::::::::::::::::::::::  ######################## │
│ ::::::::::::::::::::::::  ::::::::::::::::::::::::  ######################## │
│ ::::::::::::::::::::::::  ::::::::::::::::::::::::  ######################## │
│ pale blue sky, dark green hills{+, red barn left+}                           │
│ █████████████···········  11 of 20 tokens                                    │
│ describer  5 phrases: I see a landscape.                                     │
│ compressor 3 of 5 phrases in 11 of 20 tokens. 3 phrases fit.                 │
│ describer  contests: wants “red barn left”, gives up “small white clouds”: … │
│ compressor 3 of 5 phrases in 11 of 20 tokens. Very well: the barn stays.     │
│ renderer   candidate 0 has fidelity 0.532; could not use: pale               │
│ score  ▁  last 0.412, best 0.412 in round 0                                  │
│ stops  rounds=4 1/4 · plateau=2:0.01 –/0.01                                  │
│ ⠋ the critic looks at the picture 2.0 s           round 1 · 11 calls · 5.0 s │
╰──────────────────────────────────────────────────────────────────────────────╯
"""


def test_the_panel_at_80_columns(folder: RunFolder) -> None:
    assert panel_after(folder, 12, console=screen()) == PANEL_80


def test_the_panel_at_160_columns_puts_policies_beside_the_dialogue(folder: RunFolder) -> None:
    lines = panel_after(folder, 12, console=screen(width=160, height=45)).splitlines()
    assert {len(line) for line in lines} == {160}
    assert len(lines) <= 44
    assert any("newest, round 1, fidelity 0.532" in line for line in lines)
    row = next(line for line in lines if "contests" in line)
    assert "plateau=2:0.01" in row
    assert "too early to read" in row


@pytest.mark.parametrize("height", [8, 12, 16, 24, 40])
@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_the_panel_fits_the_terminal(folder: RunFolder, width: int, height: int) -> None:
    for count in (1, 2, 6, 9, 16):
        lines = panel_after(folder, count, console=screen(width=width, height=height)).splitlines()
        assert all(len(line) <= width for line in lines)
        assert len(lines) <= max(height, 16)


def test_a_slow_call_shows_that_something_goes_on(folder: RunFolder) -> None:
    early = panel_after(folder, 12, console=screen(), waited_s=2.0)
    late = panel_after(folder, 12, console=screen(), waited_s=64.2)
    assert "the picture 2.0 s" in early
    assert "the picture 1:04 min" in late
    assert "1:07 min" in late
    assert early.splitlines()[-2][2] != late.splitlines()[-2][2]


def test_a_missing_picture_is_said_not_raised(folder: RunFolder) -> None:
    scene = Scene().after(start(folder, original=blank_picture()))
    console = screen()
    console.print(PanelView(folder).compose(scene, waited_s=0.0, look=look_at(console), console=console))
    assert "(picture missing)" in written(console)


def test_full_leaves_a_record_of_every_round_and_a_summary(folder: RunFolder) -> None:
    console = Console(file=io.StringIO(), width=80)
    with make_display("full", folder=folder, console=console, out=Path("out.png")) as display:
        for event in play(folder):
            display(event)
    text = written(console)
    assert "round 1  score 0.532 +0.120  best so far  11 of 20 tokens" in text
    assert "pale blue sky, [-dark green hills,-] red barn left{+, yellow sun+}" in text
    assert "contests: wants “red barn left”, gives up “small white clouds”" in text
    assert "stopped by   rounds=4: reading 4, limit 4 (4 of 4 rounds played)" in text
    assert "size         14 bytes = 112 bits (payload 88, header 24) = 182 µbpp" in text
    assert str(folder.result_file) in text.replace("\n             ", "")
    assert "out.png" in text
    assert not CONTROL.search(text)


def test_full_on_a_terminal_takes_its_panel_away(folder: RunFolder) -> None:
    console = screen(colour=True)
    with make_display("full", folder=folder, console=console) as display:
        for event in list(play(folder))[:9]:
            display(event)
        display.suspend()
        before = len(written(console))
        display.go_on()
    text = written(console)
    assert len(text) > before
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") > 0
    assert "\x1b[38;2;" in text


def test_plain_lines_have_no_control_codes_and_say_all(folder: RunFolder) -> None:
    stream = io.StringIO()
    with make_display("plain", folder=folder, stream=stream, limits=Limits(haggles=1)) as display:
        for event in play(folder):
            display(event)
    text = stream.getvalue()
    assert not CONTROL.search(text)
    assert "round 1, describer: contests: wants “red barn left”" in text
    assert "round 2, words added: yellow sun; cut: dark green hills" in text
    assert "round 2, score 0.501 (-0.031 against the best before), 18 calls" in text
    assert "round 2, policy plateau=2:0.01: gain 0.108" in text
    assert "stopped by: rounds=4: reading 4, limit 4" in text


def test_json_lines_are_the_events(folder: RunFolder) -> None:
    stream = io.StringIO()
    events = list(play(folder))
    with make_display("json", folder=folder, stream=stream) as display:
        for event in events:
            display(event)
    assert [parse_event(line) for line in stream.getvalue().splitlines()] == events
    assert json.loads(stream.getvalue().splitlines()[-1])["tag"] == "finished"


def test_none_shows_nothing(folder: RunFolder) -> None:
    stream = io.StringIO()
    with make_display("none", folder=folder, stream=stream) as display:
        for event in play(folder):
            display(event)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("kind", ["full", "plain", "json"])
def test_text_from_a_model_can_do_nothing_to_the_terminal(folder: RunFolder, kind: str) -> None:
    nasty = Phrase(text="\x1b[2J\x1b]0;owned\x07[bold red]sky[/] \x9b31m\nline two", worth=0.5, kind="object")
    stream = io.StringIO()
    console = Console(file=stream, width=80)
    with make_display(kind, folder=folder, stream=stream, console=console) as display:  # type: ignore[arg-type]
        display(start(folder, image="\x1b[31mevil.png"))
        for number in (0, 1):
            for event in play_round(folder, number, phrases=(nasty, *PHRASES[1:])):
                display(event)
    assert not CONTROL.search(stream.getvalue())
    assert "[bold red]sky[/]" in stream.getvalue()


def test_an_interrupted_run_says_how_to_go_on(folder: RunFolder) -> None:
    stream = io.StringIO()
    with make_display("plain", folder=folder, stream=stream) as display:
        display(interrupt())
    assert stream.getvalue().splitlines()[0] == "ended: interrupted"
    assert stream.getvalue().splitlines()[-1] == "go on with: python -m graph.run --resume run-a"


def test_a_resumed_run_compares_with_rounds_on_record(folder: RunFolder) -> None:
    events = list(play(folder))
    stream = io.StringIO()
    with make_display("plain", folder=folder, stream=stream, past=events[:7]) as display:
        for event in events[7:15]:
            display(event)
    assert "round 1, words added: red barn left; cut: none" in stream.getvalue()
    assert "round 0" not in stream.getvalue().replace("round 0 ", "")


class GoneStream(io.StringIO):
    """An output whose reader has left."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError

    def flush(self) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize("kind", ["full", "plain", "json"])
def test_an_output_that_goes_away_does_not_stop_the_run(folder: RunFolder, kind: str) -> None:
    stream = GoneStream()
    with make_display(kind, folder=folder, stream=stream) as display:  # type: ignore[arg-type]
        for event in play(folder):
            display(event)


def test_a_pipe_gets_plain_lines() -> None:
    assert choose_kind(io.StringIO()) == "plain"


def test_time_ticks_by_the_clock_that_is_given(folder: RunFolder) -> None:
    now = [0.0]
    console = screen()
    display = FullDisplay(console, place=Place(folder=folder), limits=Limits(), clock=lambda: now[0])
    display(start(folder).model_copy(update={"elapsed_s": 1.0}))
    now[0] = 7.5
    with console.capture() as capture:
        console.print(display._render())
    assert "the describer looks at the picture 7.5 s" in capture.get()
    assert "8.5 s" in capture.get()
    assert isinstance(display._scene.started, Started)


@pytest.mark.parametrize(("kind", "loads"), [("plain", False), ("json", False), ("none", False), ("full", True)])
def test_rich_is_loaded_for_the_panel_alone(tmp_path: Path, kind: str, loads: bool) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from traces.folder import RunFolder; from traces.live import make_display\n"
        f"make_display({kind!r}, folder=RunFolder(Path({str(tmp_path)!r})))\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{loads}\n"
