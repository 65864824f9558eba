"""A thousand runs in one process, a run of five hundred rounds, and eight at a time over a faulty server."""

import statistics

from heavy import play_long, play_many, quarter_ratio
from test_chaos_heavy import check_faulty_runs

from traces.__main__ import main as traces


def test_a_thousand_runs_in_one_process(tmp_path, often, tally, capsys):
    growth = play_many(often(1000), tmp_path)
    capsys.readouterr()
    tally(runs=often(1000), **{name: round(value, 3) for name, value in growth.items()})
    assert growth["time_ratio"] < 1.5, growth
    assert growth["memory_ratio"] < 1.15, growth
    assert growth["more_files"] <= 0, growth
    assert growth["more_threads"] <= 0, growth
    assert growth["more_objects"] < 1000, growth


def test_a_run_of_five_hundred_rounds(tmp_path, often, tally, capsys):
    folder, finished, rounds_s = play_long(often(500), tmp_path)
    decided = [len(line) for line in folder.events.read_bytes().splitlines() if b'"tag":"decided"' in line]
    slope = statistics.linear_regression(range(len(rounds_s)), rounds_s).slope / statistics.median(rounds_s)
    tally(
        rounds=finished.rounds,
        last_quarter_to_first=round(quarter_ratio(rounds_s), 2),
        slope_per_hundred_rounds=f"{100 * slope:+.1%}",
        checkpoint_bytes=folder.checkpoint.stat().st_size,
        events_bytes=folder.events.stat().st_size,
    )
    assert finished.rounds == often(500)
    assert quarter_ratio(rounds_s) < 2
    assert quarter_ratio(decided) < 1.2
    assert folder.checkpoint.stat().st_size < 4_000_000
    assert traces(["show", folder.id, "--runs", str(folder.path.parent)]) == 0
    capsys.readouterr()


def test_eight_runs_at_a_time_over_a_faulty_server(tmp_path, soak_seed, often, tally):
    for number in range(often(10)):
        place = tmp_path / str(number)
        place.mkdir()
        broken = check_faulty_runs(place, pictures=8, rounds=3, seed=soak_seed * 100 + number)
        tally(runs=8 * (number + 1), last_broken=dict(broken))
