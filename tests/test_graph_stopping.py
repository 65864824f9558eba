import pytest
from hypothesis import given
from hypothesis import strategies as st

from codec.errors import UsageError
from graph.policies import POLICIES
from graph.stopping import DEFAULT, bound_rounds, parse_policies, read_policies
from traces.dialogue import Past


def past(number=0, score=0.5, best=None, **changes):
    values = {
        "number": number,
        "description": f"text {number}",
        "phrases": (f"phrase {number}",),
        "cost": 5.0,
        "score": score,
        "best_score": score if best is None else best,
        "accepted": True,
        "new_phrases": 3,
        "remarks": 2,
        "elapsed_s": 1.0,
        "calls": 6,
        "spend_usd": 0.0,
    }
    return Past(**{**values, **changes})


def rising(*best):
    return [past(number, score, score) for number, score in enumerate(best)]


FAILED = {"score": None, "best_score": None}

CASES = [
    # policy, history, reading, fired
    ("rounds=1", [], 0, False),
    ("rounds=1", rising(0.1), 1, True),
    ("rounds=3", rising(0.1, 0.2), 2, False),
    ("rounds=3", rising(0.1, 0.2, 0.3, 0.4), 4, True),
    ("score=0.9", [], None, False),
    ("score=0.9", [past(**FAILED)], None, False),
    ("score=0.9", rising(0.9), 0.9, True),
    ("score=0.9", rising(0.8999), 0.8999, False),
    ("score=0", rising(0.0), 0.0, True),
    ("score=0.9", [past(0, 0.95), past(1, 0.2, 0.95)], 0.95, True),
    ("plateau=2:0.01", [], None, False),
    ("plateau=2:0.01", rising(0.5, 0.5), None, False),
    ("plateau=2:0.01", rising(0.5, 0.5, 0.5), 0.0, True),
    ("plateau=2:0.01", rising(0.5, 0.505, 0.515), 0.015, False),
    ("plateau=1:0.01", rising(0.5, 0.505), 0.005, True),
    ("plateau=1:0", rising(0.5, 0.5), 0.0, False),
    ("plateau=1:0.01", [past(0, **FAILED), past(1, 0.5)], None, False),
    ("plateau=1:0.01", [past(0, 0.5), past(1, None, 0.5)], 0.0, True),
    ("repeat", [], None, False),
    ("repeat", rising(0.1), 0, False),
    ("repeat", [past(0, description="a"), past(1), past(2, description="a")], 1, True),
    ("repeat", [past(0, phrases=("a", "b")), past(1, phrases=("b", "a"))], 1, True),
    ("repeat", [past(0, phrases=()), past(1, phrases=())], 0, False),
    ("settled", [], None, False),
    ("settled", [past(new_phrases=0)], 0, True),
    ("settled", [past(remarks=0)], 0, True),
    ("settled", [past(new_phrases=1, remarks=1)], 1, False),
    ("settled", [past(**FAILED, remarks=0)], None, False),
    ("noise=0.02", rising(0.5), None, False),
    ("noise=0.02", rising(0.5, 0.51), 0.01, True),
    ("noise=0.02", rising(0.5, 0.53), 0.03, False),
    ("noise=0.02", [past(0, 0.5), past(1, 0.49, 0.5)], -0.01, False),
    ("noise=0", rising(0.5, 0.5), 0.0, False),
    ("noise=0.02", [past(0, 0.5), past(1, None, 0.5)], None, False),
    ("noise", rising(0.5, 0.51), None, False),
    ("noise", [past(0, 0.5, noise=0.02), past(1, 0.51, noise=0.02)], 0.01, True),
    ("spend=0.50usd", [], 0.0, False),
    ("spend=0.50usd", [past(spend_usd=None)], None, False),
    ("spend=0.50usd", [past(spend_usd=0.5)], 0.5, True),
    ("spend=$0.50", [past(spend_usd=0.49)], 0.49, False),
    ("spend=0", [past(spend_usd=0.0)], 0.0, False),
    ("calls=6", [past(calls=5)], 5, False),
    ("calls=6", [past(calls=6)], 6, True),
    ("calls=1", [], 0, False),
    ("time=2s", [past(elapsed_s=1.9)], 1.9, False),
    ("time=2s", [past(elapsed_s=2.0)], 2.0, True),
    ("time=1min", [past(elapsed_s=59.0)], 59.0, False),
    ("time=0", [], 0.0, True),
]


@pytest.mark.parametrize(("text", "history", "reading", "fired"), CASES)
def test_policy_reads_the_history(text, history, reading, fired):
    (policy,) = parse_policies(text)
    found = policy.read(history)
    assert found.reading == (None if reading is None else pytest.approx(reading))
    assert found.fired is fired
    assert found.policy == str(policy)


def test_every_policy_has_cases():
    assert {case[0].partition("=")[0] for case in CASES} == set(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_the_example_parses_and_is_written_back_equal(name):
    (policy,) = parse_policies(POLICIES[name].example)
    assert parse_policies(str(policy)) == (policy,)


def test_the_first_policy_that_fired_is_the_reason_and_all_are_read():
    readings, stop = read_policies(parse_policies("score=0.9,rounds=2,repeat"), rising(0.5, 0.6))
    assert [reading.fired for reading in readings] == [False, True, False]
    assert stop is not None
    assert (stop.policy, stop.reading, stop.limit) == ("rounds=2", 2.0, 2.0)


def test_reading_changes_nothing_and_depends_on_nothing_else():
    history = tuple(rising(0.5, 0.6, 0.6))
    policies = parse_policies(DEFAULT)
    assert read_policies(policies, history) == read_policies(policies, history)
    assert history == tuple(rising(0.5, 0.6, 0.6))


def test_rounds_bound_the_run_and_other_policies_do_not():
    assert bound_rounds(parse_policies("score=0.5,rounds=7")) == 7
    assert bound_rounds(parse_policies("score=0.5")) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no stopping policy"),
        (",,", "no stopping policy"),
        ("ronds=3", "did you mean rounds=6"),
        ("zzz", "known: rounds=6"),
        ("rounds", "a number is missing"),
        ("rounds=0", "whole number"),
        ("rounds=2.5", "whole number"),
        ("rounds=-1", "whole number"),
        ("score=1.5", "between 0 and 1"),
        ("score=nan", "not a number"),
        ("plateau=2:x", "not a number"),
        ("plateau=2:-1", "below 0"),
        ("repeat=3", "takes no value"),
        ("time=soon", "not a time"),
        ("spend=-1", "below 0"),
        ("rounds=2,rounds=3", "given twice"),
    ],
)
def test_nonsense_is_refused_in_one_line(text, says):
    with pytest.raises(UsageError, match=says) as caught:
        parse_policies(text)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_parses_or_is_refused(text):
    try:
        policies = parse_policies(text)
    except UsageError:
        return
    assert parse_policies(",".join(map(str, policies))) == policies


@given(st.floats(0, 1), st.floats(0, 1e6), st.integers(1, 999))
def test_any_policy_is_written_so_that_it_parses_back(target, limit_s, patience):
    policies = parse_policies(f"score={target!r},time={limit_s!r}s,plateau={patience}:{target!r}")
    assert parse_policies(",".join(map(str, policies))) == policies
