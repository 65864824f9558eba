import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from traces.terminal import Look, draw_bar, draw_thumbnail, fit_cells, look_at, mark_words
from traces.worddiff import diff_words

COLOUR = Look(width=80, height=24, colour=True, blocks=True, unicode=True)
GREY = Look(width=80, height=24, colour=False, blocks=False, unicode=True)
ASCII = Look(width=80, height=24, colour=False, blocks=False, unicode=False)


def print_on(thing: object, *, colour: bool = False, width: int = 40) -> str:
    stream = io.StringIO()
    system = "truecolor" if colour else None
    Console(file=stream, width=width, color_system=system, force_terminal=colour, legacy_windows=False).print(thing)
    return stream.getvalue()


def test_words_are_marked_without_colour() -> None:
    pieces = diff_words("red barn, snow", "red brick barn")
    assert print_on(mark_words(pieces, look=GREY)) == "red {+brick+} barn[-, snow-]\n"


def test_words_are_marked_with_colour() -> None:
    printed = print_on(mark_words(diff_words("red barn", "red brick"), look=COLOUR), colour=True)
    assert printed == "red \x1b[9;31mbarn\x1b[0m \x1b[1;4;32mbrick\x1b[0m\n"


def test_markup_in_a_description_is_text() -> None:
    assert print_on(mark_words(diff_words("", "[red]barn[/red] :smile:"), look=GREY)) == "{+[red]barn[/red] :smile:+}\n"


@pytest.mark.parametrize(
    ("share", "look", "drawn"),
    [
        (0.5, GREY, "█████·····"),
        (0.5, ASCII, "#####....."),
        (0.5, COLOUR, "━━━━━━━━━━"),
        (0.0, ASCII, ".........."),
        (0.001, ASCII, "#........."),
        (1.7, ASCII, "##########"),
    ],
)
def test_a_bar_is_as_wide_as_asked(share: float, look: Look, drawn: str) -> None:
    assert draw_bar(share, width=10, look=look).plain == drawn


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(1, 200), st.integers(1, 60))
def test_a_thumbnail_stays_in_its_room(width: int, height: int, columns: int, rows: int) -> None:
    fitted_columns, fitted_rows = fit_cells(width, height, columns=columns, rows=rows)
    assert 1 <= fitted_columns <= columns
    assert 1 <= fitted_rows <= rows


def test_a_thumbnail_in_half_blocks_shows_two_pixels_a_cell() -> None:
    image = Image.new("RGB", (2, 2), (255, 0, 0))
    image.putpixel((0, 1), (0, 0, 255))
    printed = print_on(draw_thumbnail(image, columns=2, rows=1, look=COLOUR), colour=True)
    assert printed.startswith("\x1b[38;2;0;0;255;48;2;255;0;0m▄\x1b[0m\x1b[38;2;255;0;0;48;2;255;0;0m▄\x1b[0m\n")


def test_a_thumbnail_without_colour_is_a_ramp() -> None:
    image = Image.new("L", (4, 4), 0)
    image.paste(255, (2, 0, 4, 2))
    image.paste(128, (0, 2, 2, 4))
    assert print_on(draw_thumbnail(image, columns=4, rows=2, look=ASCII)) == "  @@\n++  \n"


@pytest.mark.parametrize(
    ("environment", "encoding", "expected"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", (True, True, True)),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "utf-8", (False, False, True)),
        ({"TERM": "dumb"}, "utf-8", (False, False, True)),
        ({"TERM": "xterm-256color"}, "ascii", (True, False, False)),
        ({"TERM": "xterm"}, "utf-8", (True, False, True)),
    ],
)
def test_a_console_is_seen_for_what_it_is(
    environment: dict[str, str], encoding: str, expected: tuple[bool, bool, bool]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    look = look_at(Console(file=stream, force_terminal=True, width=80, _environ=environment))
    assert (look.colour, look.blocks, look.unicode) == expected
