import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from tests.fake_run import interrupt, make_folder, play, record_run
from traces.dialogue import Box
from traces.events import Consulted, Resumed
from traces.folder import RunFolder
from traces.names import Role
from traces.print_view import draw_svg, print_view
from traces.reader import read_trace
from traces.show import Wanted, story_as_json, view_brief, view_story
from traces.show_tables import say_box
from traces.story import tell
from traces.terminal import Look


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return record_run(tmp_path / "20261122T101500-hills-1f3a")


def show(folder: RunFolder, *, rounds: set[int] | None = None, agent: Role | None = None, columns: int = 80) -> str:
    stream = io.StringIO()
    story = tell(read_trace(folder))
    wanted = Wanted(rounds=None if rounds is None else frozenset(rounds), agent=agent)
    print_view(lambda look: view_story(story, wanted=wanted, look=look), stream=stream, columns=columns)
    return stream.getvalue()


ROUND_1 = """\
round 1  score 0.532 +0.120  best so far  11 of 20 tokens  0.0 s  12 calls ─────
pale blue sky, dark green hills{+, red barn left+}

describer  5 phrases: I see a landscape.
compressor 3 of 5 phrases in 11 of 20 tokens. 3 phrases fit.
describer  contests: wants “red barn left”, gives up “small white clouds”: the
           barn is what one looks at
compressor 3 of 5 phrases in 11 of 20 tokens. Very well: the barn stays.
renderer   candidate 0 has fidelity 0.532; could not use: pale
critic     score 0.532; wrong: the sky is too dark. The horizon sits well.
critic     round 1 is the best so far: score 0.532

       phrase              kind       worth  cost    rent  why
  in   pale blue sky       layout      0.90     4  +0.200  stays
  in   dark green hills    object      0.80     4  +0.110  stays
  in   red barn left       object      0.70     4  +0.020  the describer
                                                           insisted on it
  out  yellow sun          object      0.40     3       –  worth least for the
                                                           budget
  out  small white clouds  attribute   0.30     4       –  worth least for the
                                                           budget (given up by
                                                           the describer)
  cost in tokens; rent is what the score would lose without the phrase

  remark                       weight  phrase         where
  wrong   the sky is too dark    0.30  pale blue sky  top centre, 0-100% x 0-50%

  colour 0.700 · shape 0.450

  policy          reading  limit
  rounds=4              2      4  2 of 4 rounds played
  plateau=2:0.01        –   0.01  too early to read

"""


def test_one_round_is_told_in_full(folder: RunFolder) -> None:
    shown = show(folder, rounds={1})
    elapsed = next(word for word in shown.split("tokens  ", 1)[1].split("  ", 1))
    assert shown.replace(elapsed, "0.0 s") == ROUND_1


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_the_story_keeps_to_its_columns(folder: RunFolder, columns: int) -> None:
    shown = show(folder, columns=columns)
    assert max(len(line) for line in shown.splitlines()) <= columns
    assert "\x1b" not in shown
    for number in range(4):
        assert f"round {number}  score" in shown
    assert "stopped by" in shown
    assert "utf-8" in shown


def test_one_agent_is_heard_alone(folder: RunFolder) -> None:
    shown = show(folder, rounds={1}, agent="critic")
    assert "wrong" in shown
    assert "describer  " not in shown
    assert "phrase              kind" not in shown
    assert "candidate" in show(folder, rounds={1}, agent="renderer")
    assert "worth" in show(folder, rounds={1}, agent="compressor")


def test_a_killed_run_says_what_is_lost_and_how_to_go_on(tmp_path: Path) -> None:
    folder = record_run(tmp_path / "run")
    lines = folder.events.read_bytes().split(b"\n")
    folder.events.write_bytes(b"\n".join(lines[:11]) + b"\n" + lines[11][:50])
    shown = show(folder)
    assert "round 1, not finished" in shown
    assert "cut off without a last word" in shown
    assert "python -m graph.run --resume run" in shown
    assert "1 torn line in" in shown


def test_seams_and_people_are_shown(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures")))
    remark = Consulted(id="r0.consulted", round=0, wish="remark", text="more barn")
    told = [*events[:7], remark, *events[7:10], interrupt(), Resumed(after="r1.answered.h0", pid=7), *events[10:]]
    shown = show(record_run(tmp_path / "run", events=iter(told)))
    assert "person     remarks: “more barn”" in shown
    assert "the run was cut off after r1.answered.h0 and goes on here (process 7)" in shown


def test_pictures_are_drawn_on_a_terminal_and_left_out_of_a_pipe(folder: RunFolder) -> None:
    story = tell(read_trace(folder))
    ramp, coloured = (
        Look(width=80, height=24, colour=colour, blocks=colour, unicode=True, pictures=True) for colour in (False, True)
    )
    for look, mark in ((ramp, "::::::::"), (coloured, "▄")):
        console = Console(file=io.StringIO(), width=80)
        for part in view_story(story, wanted=Wanted(), look=look):
            console.print(part)
        assert console.file.getvalue().count(mark) > 30  # type: ignore[attr-defined]
    assert "::::" not in show(folder)


def test_brief_is_what_the_live_display_leaves(folder: RunFolder) -> None:
    stream = io.StringIO()
    story = tell(read_trace(folder))
    print_view(lambda look: view_brief(story, wanted=Wanted(), look=look), stream=stream, columns=80)
    assert "pale blue sky, [-dark green hills,-] red barn left{+, yellow sun+}" in stream.getvalue()
    assert "worth" not in stream.getvalue()


def test_json_holds_settings_state_and_wanted_events(folder: RunFolder) -> None:
    story = tell(read_trace(folder))
    whole = json.loads(json.dumps(story_as_json(story, wanted=Wanted())))
    assert (whole["status"], whole["torn_lines"], len(whole["events"])) == ("finished", 0, len(story.trace.events))
    part = story_as_json(story, wanted=Wanted(rounds=frozenset({1}), agent="critic"))
    assert [event["tag"] for event in part["events"]] == ["critiqued", "decided"]


def test_an_svg_loads_nothing_and_obeys_nobody(folder: RunFolder, tmp_path: Path) -> None:
    story = tell(read_trace(folder))
    target = tmp_path / "run.svg"
    draw_svg(lambda look: view_brief(story, wanted=Wanted(), look=look), target, title="<script>x</script>")
    svg = target.read_text()
    assert svg.startswith("<svg")
    assert "https://cdnjs" not in svg
    assert "@font-face" not in svg
    assert "<script>" not in svg
    assert "▄" in svg


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (None, ""),
        (Box(x0=0.0, y0=0.0, x1=0.3, y1=0.3), "top left, 0-30% x 0-30%"),
        (Box(x0=0.7, y0=0.7, x1=1.0, y1=1.0), "bottom right, 70-100% x 70-100%"),
        (Box(x0=1.0, y0=1.0, x1=1.0, y1=1.0), "bottom right, 100-100% x 100-100%"),
        (Box(x0=0.4, y0=0.4, x1=0.6, y1=0.6), "middle centre, 40-60% x 40-60%"),
    ],
)
def test_a_box_is_said_in_words(box: Box | None, words: str) -> None:
    assert say_box(box) == words
