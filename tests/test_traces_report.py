import base64
import io
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.fake_run import blank_picture, make_folder, play, play_round, record_run, start
from tests.test_traces_calls import SCHEMA, add_call
from traces.__main__ import main
from traces.dialogue import Candidate, Phrase
from traces.events import Decided, Rendered
from traces.reader import read_trace
from traces.report import compose_report
from traces.report_chart import chart_policies, chart_scores
from traces.report_pictures import CARD_SIDE, show_webp
from traces.story import Story, tell


class Reader(HTMLParser):
    """Collects a page's tags, addresses and text; checks that tags close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "srcset", "data"}]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in {"meta", "img", "input", "br", "link"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return tell(read_trace(record_run(tmp_path / "run")))


def test_one_page_holds_everything(story: Story) -> None:
    page = Reader(compose_report([story]))
    assert all(address.startswith(("data:image/webp;base64,", "#")) for address in page.addresses)
    text = "".join(page.words)
    for word in ("14 of 20 tokens", "182 µbpp", "rounds=4: 4 of 4 rounds played", "Round 3", "insisted on it", "utf-8"):
        assert word in text
    assert page.tags.count("article") == 5
    assert page.tags.count("ins") == 3


def test_what_a_model_says_is_never_markup(tmp_path: Path) -> None:
    nasty = '</script><script>x</script>"><img src=x onerror=y>{{ 7*7 }}\u202e\x1b[31m'
    folder = make_folder(tmp_path / "pictures")
    phrases = (Phrase(text=nasty, worth=0.9, kind="object"),) * 5
    events = [start(folder, image=nasty, why=nasty), *play_round(folder, 0, phrases=phrases), *play_round(folder, 1)]
    recorded = record_run(tmp_path / "run", events=iter(events), image={"name": nasty, "width": 1, "height": 1})
    page = compose_report([tell(read_trace(recorded))])
    assert Reader(page).tags.count("script") == 1
    assert "49" not in page.split("<main", 1)[1].split("data:image", 1)[0]
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_the_page_allows_nothing_but_itself(story: Story) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', compose_report([story]))
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; img-src data:;")
    assert "unsafe-inline" not in policy[1]


def test_several_runs_are_compared(story: Story, tmp_path: Path) -> None:
    other = record_run(tmp_path / "other", rounds=3, team={"describer": "gpt-x"})
    text = "".join(Reader(compose_report([story, tell(read_trace(other))])).words)
    assert "2 runs compared" in text
    assert "team.describer" in text
    assert "different pictures" not in text
    events = list(play(make_folder(tmp_path / "pictures")))
    events[0] = events[0].model_copy(update={"original": blank_picture()})
    third = record_run(tmp_path / "third", events=iter(events))
    assert "different pictures" in compose_report([story, tell(read_trace(third))])


def test_a_run_that_broke_off_and_lost_its_pictures_still_makes_a_page(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures")))[:10]
    folder = record_run(tmp_path / "run", events=iter(events))
    for blob in (folder.path / "blobs").iterdir():
        blob.write_bytes(b"damaged")
    text = "".join(Reader(compose_report([tell(read_trace(folder))])).words)
    assert "killed: no last word on record" in text
    assert "Round 1, not finished" in text
    assert "No redrawn picture is on record." in text


def test_an_empty_run_makes_a_page(tmp_path: Path) -> None:
    text = "".join(Reader(compose_report([tell(read_trace(record_run(tmp_path / "run", events=iter([]))))])).words)
    assert "No description yet." in text


def test_candidates_are_shown_when_there_are_several(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "pictures")
    events = [start(folder), *play_round(folder, 0)]
    decided = events[-1]
    assert isinstance(decided, Decided)
    failed = Candidate(seed_choice=1, picture=None, problem="the words were <b>refused</b>")
    candidates = (*decided.outcome.candidates, failed)
    outcome = decided.outcome.model_copy(update={"candidates": candidates})
    events[-1:] = [Rendered(round=0, candidate=failed), decided.model_copy(update={"outcome": outcome})]
    page = compose_report([tell(read_trace(record_run(tmp_path / "run", events=iter(events))))])
    assert "the words were &lt;b&gt;refused&lt;/b&gt;" in page
    assert "Candidate 0" in page


def test_raw_calls_are_folded_away_and_never_outgrow_the_page(story: Story) -> None:
    with closing(sqlite3.connect(story.trace.folder.calls)) as connection:
        connection.execute(SCHEMA)
        connection.execute("PRAGMA user_version = 1")
        for number in range(300):
            add_call(connection, round=number, response_body=b"<i>" + b"word " * 4000)
        connection.commit()
    page = compose_report([story])
    assert "Model calls (300)" in page
    assert "(1000 base64 characters)" in page
    assert "more characters: see traces show --raw --json" in page
    assert "&lt;i&gt;" in page
    assert len(page) < 2_500_000


def test_ten_rounds_of_noise_stay_under_three_megabytes(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (96, 96, 3), dtype=np.uint8)
    folder = make_folder(tmp_path / "pictures")
    started, (*steps, decided) = start(folder), play_round(folder, 0)
    assert isinstance(decided, Decided)
    assert decided.outcome.chosen is not None
    events = [started, *steps, decided]
    for number in range(1, 10):
        hard = Image.fromarray(np.roll(noise, number, axis=0)).resize((1024, 1024), Image.Resampling.BICUBIC)
        chosen = decided.outcome.chosen.model_copy(update={"picture": folder.keep_picture(hard)})
        outcome = decided.outcome.model_copy(update={"number": number, "chosen": chosen, "candidates": (chosen,)})
        events.append(decided.model_copy(update={"id": f"r{number}.decided", "round": number, "outcome": outcome}))
    recorded = record_run(tmp_path / "run", events=iter(events))
    for blob in (folder.path / "blobs").iterdir():
        (recorded.path / "blobs" / blob.name).write_bytes(blob.read_bytes())
    page = compose_report([tell(read_trace(recorded))])
    assert page.count("data:image/webp") > 10
    assert len(page) < 3_000_000


def test_pictures_become_small_webp(story: Story) -> None:
    shown = show_webp(story.chapters[0].event.outcome.candidates[0].picture, folder=story.trace.folder, side=48)
    assert shown is not None
    assert (shown.width, shown.height) == (48, 32)
    with Image.open(io.BytesIO(base64.b64decode(shown.src.partition(",")[2]))) as image:
        assert (image.format, image.size) == ("WEBP", (48, 32))
    missing = show_webp(blank_picture(), folder=story.trace.folder, side=CARD_SIDE)
    assert missing is not None
    assert missing.src == ""
    assert show_webp(None, folder=story.trace.folder, side=48) is None


def test_the_chart_places_scores_and_thresholds(story: Story) -> None:
    chart = chart_scores([story])
    assert chart is not None
    points = chart.series[0].points
    assert [point.accepted for point in points] == [True, True, False, True]
    assert points[0].x == 46.0
    assert points[-1].x == 704.0
    assert points[1].y < points[2].y < points[0].y
    assert [(limit.label, limit.vertical) for limit in chart.thresholds] == [("rounds=4", True)]
    assert [tick.label for tick in chart.rows] == ["0.40", "0.45", "0.50", "0.55", "0.60", "0.65"]
    assert chart.series[0].best.count("H") == 3
    assert "round 3 0.640" in chart.summary


def test_policies_are_charted_with_their_limits(story: Story) -> None:
    rounds, plateau = chart_policies(story.chapters)
    assert (rounds.policy, rounds.fired, len(rounds.dots)) == ("rounds=4", True, 4)
    assert rounds.dots[-1][1] == rounds.limit_y
    assert (plateau.fired, len(plateau.dots)) == (False, 2)
    assert plateau.limit_y > plateau.dots[0][1]


def test_the_command_writes_where_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record_run(tmp_path / "20261122T101500-hills-1f3a")
    monkeypatch.chdir(tmp_path)
    assert main(["html", "--runs", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "20261122T101500-hills-1f3a.html\n"
    assert main(["html", "latest", "latest", "--runs", str(tmp_path), "--out", str(tmp_path / "both.html")]) == 0
    assert (tmp_path / "both.html").read_text().startswith("<!doctype html>")
