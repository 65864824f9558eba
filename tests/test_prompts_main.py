"""The prompts command, end to end, with its own exit codes."""

from pathlib import Path

import pytest

from prompts.__main__ import main


def test_list_names_every_variant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "describer.raster" in out
    assert "critic.terse" in out


def test_show_counts_tokens_and_takes_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "renderer", "--set", "description=a blue hat"]) == 0
    out = capsys.readouterr().out
    assert "a blue hat" in out
    assert "llm_tokens" in out
    assert main(["show", "describer", "--task", "propose", "--set", "budget.limit=7", "--set", "best=null"]) == 0
    assert "may cost 7 tokens" in capsys.readouterr().out


def test_show_source_is_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "critic", "--source"]) == 0
    assert capsys.readouterr().out == (Path(__file__).parent.parent / "prompts" / "critic.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["show", "poet"], "no role 'poet'"),
        (["show", "critic", "--task", "sing"], "no task 'sing'"),
        (["show", "critic", "--set", "moon=1"], "no variable 'moon'"),
        (["show", "critic", "--set", "moon"], "NAME=VALUE"),
        (["show", "describer", "--set", "cost.limit=1"], "nothing inside"),
        (["diff", "critic", "critic.gone"], "no prompt 'critic.gone'"),
        (["new", "critic"], "needs a variant"),
        (["new", "critic.mine", "--from", "renderer"], "another role"),
    ],
)
def test_mistakes_cost_one_line(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_lint_passes_ours_and_finds_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint"]) == 0
    (tmp_path / "critic.bad.md").write_text("no front matter")
    assert main(["--folder", str(tmp_path), "lint"]) == 4
    assert "critic.bad: critic.bad.md has no front matter" in capsys.readouterr().out


def test_new_copies_and_diff_compares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--folder", str(tmp_path)]
    assert main([*folder, "new", "critic.mine", "--from", "critic.terse"]) == 0
    assert main([*folder, "lint", "critic.mine"]) == 0
    assert main([*folder, "new", "critic.mine"]) == 5
    assert main([*folder, "diff", "critic", "critic"]) == 0
    capsys.readouterr()
    assert main([*folder, "diff", "critic.terse", "critic.mine"]) == 1
    out = capsys.readouterr().out
    assert '-variant = "terse"' in out
    assert '+variant = "mine"' in out


def test_a_draft_that_is_wrong_does_not_hide_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "critic.draft.md").write_text("no front matter")
    assert main(["--folder", str(tmp_path), "list"]) == 0
    out = capsys.readouterr().out
    assert "critic.draft       can't be used: critic.draft.md has no front matter" in out
    assert "critic.terse" in out
