"""Experiments without a key: files, axes, comparisons, assertions, tables, knobs; and how often they cry wolf."""

import csv

import numpy as np
import pytest
from PIL import Image

from codec.command import exit_code_of
from codec.errors import UsageError
from lab.prompts.__main__ import main
from lab.prompts.assertions import check_assertion
from lab.prompts.cells import CellState, Plan, PlannedCell, PlannedVariant, key_of, label_images
from lab.prompts.compare import compare, summarise
from lab.prompts.experiment import find_images, load_experiment, make_experiment, make_variants
from lab.prompts.measures import Result
from lab.prompts.noise import NoiseFloor, Spread
from lab.prompts.tables import rows_of, write_csv, write_parquet


def plan_of(variants, images, *, repeats=1, **more):
    return Plan(
        name="try",
        variants=[PlannedVariant(label=v, block="", is_baseline=v == "baseline", values={}) for v in variants],
        images={f"p{n}": f"p{n}.png" for n in range(images)},
        cells=[
            PlannedCell(key=f"{v}-{n}-{r}", variant=v, image=f"p{n}", repeat=r)
            for v in variants
            for n in range(images)
            for r in range(repeats)
        ],
        critics_differ=False,
        **more,
    )


def results_of(plan, figures, *, failed=()):
    found = []
    for cell in plan.cells:
        is_failed = cell.key in failed
        state = CellState(
            key=cell.key, run="r", status="failed" if is_failed else "done", error="no" if is_failed else ""
        )
        values = {} if is_failed else {"score": float(figures[cell.variant][int(cell.image[1:])])}
        found.append(Result(cell=cell, state=state, values=values, description=f"=1+{cell.key}"))
    return found


def test_axes_multiply_and_the_first_values_are_the_baseline():
    experiment = make_experiment(
        {"name": "x", "images": ["a.png"], "prompts": {"critic": ["default", "terse"]}, "chat": ["a", "b"]},
        origin="test",
    )
    assert [v.label for v in make_variants(experiment)] == ["baseline", "chat=b", "critic.terse", "critic.terse+chat=b"]
    turned = experiment.model_copy(update={"baseline": {"prompts.critic": "terse"}})
    assert {v.label for v in make_variants(turned)} == {"baseline", "chat=b", "critic.default", "critic.default+chat=b"}


def test_variants_are_compared_at_equal_budgets_unless_budgets_are_all_that_varies():
    both = make_experiment(
        {
            "name": "x",
            "images": ["a"],
            "budgets": ["9words", "20tokens"],
            "players": {"describer": ["sketch", "openai"]},
        },
        origin="test",
    )
    assert [(v.label, v.is_baseline) for v in make_variants(both)] == [
        ("baseline@9words", True),
        ("describer=openai@9words", False),
        ("baseline@20tokens", True),
        ("describer=openai@20tokens", False),
    ]
    alone = make_experiment({"name": "x", "images": ["a"], "budgets": ["9words", "20tokens"]}, origin="test")
    assert [(v.label, v.is_baseline) for v in make_variants(alone)] == [("baseline", True), ("20tokens", False)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("images = 3", "images: Input should be a valid list"),
        ("image = ['a']", "image"),
        ("images = ['a']\nrepeats = 0", "repeats"),
        ("images = ['a']\nrepeats = '2'", "repeats"),
        ("images = ['a']\nbudgets = ['many']", "budget"),
        ("images = ['a']\nstop = 'never'", "never"),
        ("images = ['a']\n[prompts]\npoet = ['a']", "prompts.poet"),
        ("images = ['a']\n[prompts]\ncritic = ['a', 'a']", "the same value twice"),
        ("images = ['a']\n[baseline]\nchat = 'x'", "is not on an axis"),
        ("images = [", "not TOML"),
    ],
)
def test_a_wrong_file_costs_one_line(tmp_path, text, says):
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"^[^\n]+$") as error:
        load_experiment(path)
    assert says in str(error.value)


def test_pictures_are_found_by_file_folder_and_pattern_each_once(tmp_path):
    for name in ("a.png", "b.JPG", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    experiment = make_experiment({"name": "x", "images": [".", "a.png", "*.JPG"]}, origin="test")
    assert [path.name for path in find_images(experiment, home=tmp_path)] == ["a.png", "b.JPG"]
    with pytest.raises(UsageError, match="no pictures at"):
        find_images(make_experiment({"name": "x", "images": ["*.gif"]}, origin="test"), home=tmp_path)
    with pytest.raises(UsageError, match="there twice"):
        label_images([tmp_path / "a.png", tmp_path / "." / "a.png"])


def test_a_cell_s_key_is_of_what_decides_its_run_and_of_nothing_else():
    whole = {
        "image_sha256": "a",
        "changes": {"budget": "9words"},
        "references": {"critic": "openai"},
        "models": {"critic": {"chat": "m", "api_key": "set", "prompt_folder": "here", "prompt": "x"}},
        "prompts": {"critic": {"variant": "x", "sha256": "1"}},
        "repeat": 0,
    }
    key = key_of(**whole)
    elsewhere = {"critic": {"chat": "m", "api_key": "not set", "prompt_folder": "there", "prompt": "y"}}
    assert key_of(**{**whole, "models": elsewhere}) == key
    for changed in (
        {"image_sha256": "b"},
        {"changes": {"budget": "8words"}},
        {"models": {"critic": {"chat": "n"}}},
        {"prompts": {"critic": {"variant": "x", "sha256": "2"}}},
        {"repeat": 1},
    ):
        assert key_of(**{**whole, **changed}) != key


def test_a_clear_difference_is_found_and_a_small_one_is_given_a_number_of_pictures():
    plan = plan_of(["baseline", "good", "same"], 12)
    rng = np.random.default_rng(1)
    base = rng.uniform(0.3, 0.6, 12)
    figures = {"baseline": base, "good": base + rng.normal(0.1, 0.02, 12), "same": base + rng.normal(0.004, 0.02, 12)}
    good, same = compare(plan, results_of(plan, figures), metric="score")
    assert (good.finding, good.test.wins) == ("better", 12)
    assert good.interval.low > 0
    assert good.p_corrected == pytest.approx(2 * good.test.p)
    assert same.finding == "not distinguishable"
    assert same.needed > 12
    assert (
        f"not distinguishable from baseline with this many images – about {same.needed} would be needed"
        in same.sentence
    )


def test_less_is_better_where_it_costs():
    plan = plan_of(["baseline", "dear"], 8)
    figures = {"baseline": np.zeros(8), "dear": np.arange(1, 9)}
    results = results_of(plan, figures)
    costs = [Result(cell=r.cell, state=r.state, values={"cost_usd": r.values["score"]}) for r in results]
    assert compare(plan, costs, metric="cost_usd")[0].finding == "worse"


def test_repeats_are_averaged_before_a_picture_counts_and_failed_cells_are_left_out():
    plan = plan_of(["baseline", "b"], 3, repeats=4)
    figures = {"baseline": [0.1, 0.2, 0.3], "b": [0.2, 0.3, 0.4]}
    results = results_of(plan, figures, failed={"b-2-0", "b-2-1", "b-2-2", "b-2-3", "b-0-1"})
    (one,) = compare(plan, results, metric="score")
    assert one.test.count == 2
    summaries = summarise(plan, results)
    assert (summaries[1].done, summaries[1].failed, summaries[1].means["score"].count) == (7, 5, 2)


@pytest.mark.parametrize("shift", [0.0, 0.15])
def test_false_alarms_stay_near_the_stated_level(shift):
    """400 experiments of three variants: without an effect at most about 5% find anything; with one, most do."""
    plan = plan_of(["baseline", "a", "b", "c"], 10)
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(400):
        base = rng.uniform(0.2, 0.8, 10)
        figures = {v.label: base + rng.normal(0, 0.05, 10) for v in plan.variants}
        figures["c"] = figures["c"] + shift
        found = compare(plan, results_of(plan, figures), metric="score")
        findings = [one.finding for one in found]
        alarms += findings[2] == "better" if shift else findings != ["not distinguishable"] * 3
    # Three standard errors of 5% over 400 experiments are 3.3%.
    assert alarms / 400 > 0.9 if shift else alarms / 400 <= 0.083


def test_a_difference_inside_the_noise_is_marked():
    plan = plan_of(["baseline", "b"], 7)
    figures = {"baseline": np.full(7, 0.5), "b": np.full(7, 0.51)}
    spread = Spread(run="r", description="x", scores=[0.4, 0.5, 0.6], fidelities=[0.5, 0.5, 0.5])
    noise = NoiseFloor(count=3, images={"p0": spread})
    (one,) = compare(plan, results_of(plan, figures), metric="score", noise=noise)
    assert one.in_noise
    assert "inside the noise" in one.sentence
    quiet = NoiseFloor(count=3, images={"p0": spread.model_copy(update={"scores": [0.5, 0.5001]})})
    assert not compare(plan, results_of(plan, figures), metric="score", noise=quiet)[0].in_noise


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("critic.terse.score >= baseline - 0.02", True),
        ("critic.terse.score >= baseline", False),
        ("critic.terse.score < baseline.score", True),
        ("critic.terse.score > 0.48", True),
        ("baseline.score <= critic.terse + 0.001", False),
        ("baseline.fidelity >= 0", False),
    ],
)
def test_assertions_compare_means(text, holds):
    plan = plan_of(["baseline", "critic.terse"], 4)
    summaries = summarise(plan, results_of(plan, {"baseline": [0.5] * 4, "critic.terse": [0.49] * 4}))
    assert check_assertion(text, summaries).holds is holds


@pytest.mark.parametrize("text", ["baseline.score", "poet.score > 0", "baseline.beauty > 0", "baseline.score = 1"])
def test_an_assertion_that_is_none_is_refused(text):
    plan = plan_of(["baseline"], 1)
    with pytest.raises(UsageError, match="--assert"):
        check_assertion(text, summarise(plan, results_of(plan, {"baseline": [0.5]})))


def test_csv_holds_no_formulas_and_parquet_the_same_rows(tmp_path):
    plan = plan_of(["baseline"], 2)
    rows = rows_of(plan, results_of(plan, {"baseline": [-0.5, 0.5]}))
    write_csv(rows, tmp_path / "cells.csv")
    with (tmp_path / "cells.csv").open(newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["description"] for row in read] == ["'=1+baseline-0-0", "'=1+baseline-1-0"]
    assert [float(row["score"]) for row in read] == [-0.5, 0.5]
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(rows, tmp_path / "cells.parquet")
    assert parquet.read_table(tmp_path / "cells.parquet").to_pylist() == rows


def test_the_sketch_team_s_knobs_are_axes(tmp_path, capsys):
    image = Image.new("RGB", (48, 32), (40, 80, 200))
    image.paste((30, 140, 60), (0, 20, 48, 32))
    image.save(tmp_path / "a.png")
    words = ["run", "--image", str(tmp_path / "a.png"), "--team", "sketch", "--stop", "rounds=1", "--quiet", "--yes"]
    words += ["--player", "describer=sketch,sketch:lexicon=part", "--player", "critic=sketch,sketch:colour=0.9"]
    words += ["--folder", str(tmp_path / "lab")]
    assert exit_code_of(main, words, program="mubpp") == 0
    assert "4 of 4 cells done" in capsys.readouterr().out
    assert exit_code_of(main, ["report", str(tmp_path / "lab")], program="mubpp") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "fidelity against the baseline" in said
    assert "scored by different critics" in said
    assert exit_code_of(main, [*words, "--player", "critic=sketch:wit=3"], program="mubpp") == 2
    assert "no knob 'wit'" in capsys.readouterr().err
