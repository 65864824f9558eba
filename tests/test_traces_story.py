from pathlib import Path

import pytest

from tests.fake_run import interrupt, make_folder, play, play_round, record_run, start
from traces.events import Resumed
from traces.reader import read_trace
from traces.story import Story, tell


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return tell(read_trace(record_run(tmp_path / "run")))


def test_every_round_is_told_in_its_context(story: Story) -> None:
    assert [chapter.number for chapter in story.chapters] == [0, 1, 2, 3]
    assert [chapter.score_before for chapter in story.chapters] == [None, 0.412, 0.532, 0.532]
    assert story.chapters[1].before == "pale blue sky, dark green hills"
    assert story.unit == "tokens"
    assert story.status == "finished"


def test_each_phrase_is_in_or_out_for_a_reason(story: Story) -> None:
    rows = {row.text: row for row in story.chapters[1].phrases}
    assert rows["pale blue sky"].why == "stays"
    assert rows["red barn left"].why == "the describer insisted on it"
    assert rows["yellow sun"].why == "worth least for the budget"
    assert rows["small white clouds"].why == "worth least for the budget (given up by the describer)"
    assert [row.kept for row in story.chapters[1].phrases] == [True, True, True, False, False]
    assert story.chapters[3].phrases[1].why == "new"


def test_rents_are_remembered_with_their_round(story: Story) -> None:
    hills = next(row for row in story.chapters[2].phrases if row.text == "dark green hills")
    assert not hills.kept
    assert hills.rent is not None
    assert (hills.rent.round, hills.rent.measured) == (1, True)
    assert hills.rent.rent == pytest.approx(0.11)
    clouds = next(row for row in story.chapters[2].phrases if row.text == "small white clouds")
    assert clouds.rent is None


def test_a_phrase_that_is_not_proposed_again_is_accounted_for(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "pictures")
    first, second = list(play_round(folder, 0)), list(play_round(folder, 1))
    decided = second[-1]
    outcome = decided.outcome  # type: ignore[union-attr]
    offer = outcome.offer.model_copy(update={"kept": outcome.offer.kept[1:]})
    second[-1] = decided.model_copy(update={"outcome": outcome.model_copy(update={"offer": offer})})
    told = tell(read_trace(record_run(tmp_path / "run", events=iter([start(folder), *first, *second]))))
    gone = told.chapters[1].phrases[-1]
    assert (gone.text, gone.why, gone.worth, gone.cost) == ("pale blue sky", "not proposed again", None, None)


def test_the_seam_of_a_resumed_run_is_told(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures")))
    broken = [*events[:10], interrupt(), Resumed(after=events[9].id, pid=7), *events[10:]]
    told = tell(read_trace(record_run(tmp_path / "run", events=iter(broken))))
    assert [len(chapter.seams) for chapter in told.chapters] == [0, 2, 0, 0]
    assert told.status == "finished"


def test_an_unfinished_round_is_known(tmp_path: Path) -> None:
    events = list(play(make_folder(tmp_path / "pictures")))[:10]
    told = tell(read_trace(record_run(tmp_path / "run", events=iter(events))))
    assert told.status == "killed"
    assert told.last.number == 1
    assert len(told.last.said) == 3
