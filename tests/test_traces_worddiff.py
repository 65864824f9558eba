import pytest
from hypothesis import given
from hypothesis import strategies as st

from traces.worddiff import Piece, diff_words, list_changes, split_words


def spell(before: str, after: str, mark: str) -> str:
    return "".join(piece.text for piece in diff_words(before, after) if piece.mark in {"same", mark})


@pytest.mark.parametrize(
    ("before", "after", "added", "cut"),
    [
        ("red barn, snow", "red brick barn", ("brick",), ("snow",)),
        ("a, b, c", "c, a, b", ("c",), ("c",)),
        ("same words", "same words", (), ()),
        ("Red barn", "red barn", (), ()),
        ("", "sky", ("sky",), ()),
        ("赤い納屋", "青い納屋", ("青",), ("赤",)),
        ("dark-green trees", "dark green trees", ("dark green",), ("dark-green",)),
    ],
)
def test_changes_are_named(before: str, after: str, added: tuple[str, ...], cut: tuple[str, ...]) -> None:
    assert list_changes(before, after) == (added, cut)


def test_a_replaced_run_is_cut_and_then_added() -> None:
    assert diff_words("pale sky left", "dark sky left") == (
        Piece("pale", "cut"),
        Piece(" dark", "added"),
        Piece(" sky left", "same"),
    )


@given(
    st.lists(st.sampled_from(["red", "barn", ",", "snow", "dark-green", "."])),
    st.lists(st.sampled_from(["red", ",", "x"])),
)
def test_pieces_spell_both_texts(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    assert "".join(spell(before, after, "added").split()) == "".join(new)
    assert "".join(spell(before, after, "cut").split()) == "".join(old)


@given(st.text())
def test_words_keep_every_character_but_white_space(text: str) -> None:
    assert "".join("".join(split_words(text)).split()) == "".join(text.split())
