"""The figures in README and docs against their record; `python -m benchmarks.figures` makes them anew."""

import __future__

import html
import re
from pathlib import Path

import pytest

from benchmarks.figures import PAGES, PHOTO, RECORD, WORTH, describe_strip, print_of, read_story, rewrite, say_strip
from codec.ledger import measure_jpeg
from codec.mub import load_mub
from codec.photo import load_photo
from codec.rate import measure_rate
from graph import policies, stopping
from graph.stopping import parse_policies, read_policies
from traces.dialogue import Past
from traces.folder import RunFolder
from traces.reader import read_trace

TOP = Path(__file__).parent.parent
ANEW = "run `python -m benchmarks.figures`"


def words_of(svg: Path) -> str:
    """Read the text of a drawing as one line."""
    text = re.sub(r"<style.*?</style>|<defs.*?</defs>", " ", svg.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ").split())


@pytest.fixture(scope="module")
def finished():
    return read_trace(RunFolder(TOP / RECORD)).finished


def test_the_sentence_is_what_the_file_decodes_to(finished):
    mub = load_mub(TOP / RECORD / "result.mub")
    assert mub.text == finished.description, ANEW
    assert f"*{mub.text}*" in (TOP / "README.md").read_text("utf-8"), ANEW
    assert mub.text in words_of(TOP / "docs/strip.svg"), ANEW
    assert mub.text in words_of(TOP / "docs/trace.svg"), ANEW


def test_the_bits_are_those_of_the_file(finished):
    data = (TOP / RECORD / "result.mub").read_bytes()
    photo = load_photo(TOP / PHOTO)
    rate = measure_rate(data, pixels=photo.width * photo.height)
    assert (finished.file_bytes, finished.payload_bits, finished.header_bits) == (
        len(data),
        rate.payload_bits,
        rate.header_bits,
    )
    sizes = measure_jpeg(photo.image)
    readme = " ".join((TOP / "README.md").read_text("utf-8").replace("\n> ", " ").split())
    assert f"{len(data)} bytes on disk, header and all: {len(data) * 8} bits, {rate.ubpp:.0f} µbpp" in readme, ANEW
    assert f"takes {round(sizes.smallest_bytes / len(data)):,} times as much ({sizes.smallest_bytes:,} bytes)" in readme
    assert f"{round(sizes.compared_bytes / len(data)):,} times ({sizes.compared_bytes:,} bytes)" in readme
    assert f"redrawn from {finished.cost:g} {finished.unit}, {len(data)} bytes" in words_of(TOP / "docs/strip.svg")
    for name in ("docs/strip.svg", "docs/trace.svg"):
        drawn = words_of(TOP / name)
        assert f"{len(data)} bytes" in drawn, ANEW
        assert f"{len(data) * 8} bits" in drawn, ANEW
        assert f"{round(sizes.smallest_bytes / len(data)):,} times" in drawn, ANEW


def test_the_drawings_load_nothing_and_are_small():
    for name in ("docs/strip.svg", "docs/trace.svg"):
        svg = (TOP / name).read_text("utf-8")
        assert len(svg) < 150_000
        assert not re.search(r"(?:href|src)=\"(?!data:image/jpeg;base64,|#)|url\((?!#)|@import|@font-face", svg)


def test_the_terminal_in_the_readme_shows_the_recorded_run(finished):
    drawn = words_of(TOP / "docs/trace.svg")
    started = read_trace(RunFolder(TOP / RECORD)).started
    assert f"--budget {started.budget}" in drawn
    assert f"{finished.rounds}, the best is round {finished.best_round}" in drawn
    assert finished.stop.policy.split("=")[0] in drawn


def test_every_printed_block_is_what_its_command_prints():
    checked = 0
    for name in PAGES:
        for command, printed in re.findall(
            r"```console\n\$ ([^\n]*)\n(.*?)```", (TOP / name).read_text("utf-8"), re.DOTALL
        ):
            assert print_of(command) == printed, f"{name}: {command}: {ANEW}"
            checked += 1
    assert checked >= 2


def test_every_quoted_file_is_quoted_whole():
    quoted = re.findall(
        r"<!-- source: (\S+) -->\n```\w+\n(.*?)```", (TOP / "docs/writing-a-team.md").read_text("utf-8"), re.DOTALL
    )
    assert len(quoted) == 2
    for path, text in quoted:
        assert (TOP / path).read_text("utf-8") == text, ANEW


def test_rewriting_a_page_changes_what_is_generated_and_nothing_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "a\n<!-- figures: strip -->\nold\n<!-- figures: end -->\n<!-- figures: other -->\nx\n<!-- figures: end -->\n"
    )
    rewrite(page, {"strip": "new\n"})
    assert page.read_text() == (
        "a\n<!-- figures: strip -->\nnew\n<!-- figures: end -->\n<!-- figures: other -->\nx\n<!-- figures: end -->\n"
    )


def test_the_words_under_the_strip_are_those_of_the_record():
    assert say_strip(read_story()) in (TOP / "README.md").read_text("utf-8"), ANEW
    assert describe_strip(read_story()).times_smallest > 1


def test_the_replayed_policies_are_policies():
    page = (TOP / "docs/stopping.md").read_text("utf-8")
    (block,) = re.findall(r"<!-- figures: policies -->\n(.*?)<!-- figures: end -->", page, re.DOTALL)
    rows = re.findall(r"^\| `([^`]+)`(?: \\\*)? \| ([\d.]+) \|", block, re.MULTILINE)
    assert len(rows) >= 5, ANEW
    assert stopping.DEFAULT in dict(rows), ANEW
    for stops, rounds in rows:
        assert parse_policies(stops)
        assert 1 <= float(rounds) <= 8
    assert "9 runs of 3 pictures" in block
    assert WORTH in page


def test_the_policy_of_ones_own_works_as_it_stands(monkeypatch):
    page = (TOP / "docs/stopping.md").read_text("utf-8")
    (source,) = re.findall(r"<!-- test: policy -->\n```python\n(.*?)```", page, re.DOTALL)
    scope = dict(vars(policies))
    flags = __future__.annotations.compiler_flag  # as in the file that it is to stand in
    exec(compile(source, "docs/stopping.md", "exec", flags=flags), scope)
    monkeypatch.setitem(policies.POLICIES, "refused", scope["Refused"])
    (policy,) = parse_policies("refused=2")
    assert str(policy) == "refused=2"
    with pytest.raises(stopping.UsageError, match="did you mean refused=2"):
        parse_policies("refusd=2")

    def past(number: int, *, accepted: bool) -> Past:
        return Past(
            number=number,
            description="a",
            phrases=(),
            cost=1,
            score=0.5,
            best_score=0.5,
            accepted=accepted,
            new_phrases=1,
            remarks=1,
            elapsed_s=0,
            calls=1,
            spend_usd=0,
        )

    history = [past(0, accepted=True), past(1, accepted=False)]
    assert read_policies((policy,), history)[1] is None
    stop = read_policies((policy,), [*history, past(2, accepted=False)])[1]
    assert stop is not None
    assert (stop.policy, stop.reading, stop.limit) == ("refused=2", 2, 2)
