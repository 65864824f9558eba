"""`benchmarks.relations`: things said in relation to others, and what that costs."""

from benchmarks.relations import best_relation, judged, said_in_relation
from codec.tokens import count_code_tokens
from sketch.draw import draw
from sketch.eye import eye_for
from sketch.parse import parse

SAID = "gray background, bark tree right, teal person lower center left"


def test_a_thing_with_a_place_is_said_in_relation_to_another_instead() -> None:
    found = set(said_in_relation(parse(SAID).scene.clauses))
    assert "gray background, teal person before bark tree right" in found
    assert "gray background, bark tree behind teal person lower center left" in found
    for text in found:
        clauses = parse(text).scene.clauses
        assert {clause.noun for clause in clauses} == {"background", "tree", "person"}
        assert sum(clause.relation is not None for clause in clauses) == 1


def test_nothing_is_said_in_relation_to_forms_and_backdrops_alone() -> None:
    assert not list(said_in_relation(parse("gray background, red circle left").scene.clauses))


def test_the_best_relation_is_judged_as_it_is_drawn() -> None:
    original, _ = draw("azure sky, green grass bottom third, brown tree right, red house left of tree", 180, 120)
    eye = eye_for(original)
    said = "azure sky, green grass bottom third, brown tree right, red house left"
    best = best_relation(eye, said, token_worth=0.001)
    assert best is not None
    assert best.saved_tokens == count_code_tokens(said) - count_code_tokens(best.description)
    assert judged(eye, best.description) - judged(eye, said) == best.gain
    others = [judged(eye, text) - judged(eye, said) for text in said_in_relation(parse(said).scene.clauses)]
    assert best.gain >= min(others)
