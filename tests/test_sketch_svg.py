import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageColor

from codec.cielab import lab_from_rgb
from sketch import svg
from sketch.arrange import arrange
from sketch.paint import paint
from sketch.paint_strokes import STROKES
from sketch.parse import parse
from sketch.svg import draw_svg
from sketch.svg_strokes import stroke_lines, veil_of

SPACE = "{http://www.w3.org/2000/svg}"
CROWDS = ("many red apples left half, many lime apples right half", "field full of red tulips")
SCENES = (
    "A lighthouse on rocks by the sea at sunset",
    "pale blue, peach, teal and navy seaside bottom third, white sailboat",
    "A woman in a red hat stands in a green meadow under a cloudy sky",
    "red brick wall, row of white windows, blue door bottom right",
    "a cat sitting on a sofa in a living room",
    "black and white photo of a house at night, stars, moon upper right",
    "rust, navy, cream, olive, gold and black background, red, white and teal band top third, small boat lower",
    "red, blue, white, black, green, yellow, pink, teal and tan wall, white house, tree left, large circle right",
    *CROWDS,
)


@pytest.mark.parametrize("text", SCENES)
def test_it_is_xml_of_the_right_size_with_no_dangling_reference(text: str) -> None:
    drawing = draw_svg(parse(text).scene, 320, 200, title=text)
    root = ElementTree.fromstring(drawing)
    assert root.tag == f"{SPACE}svg"
    assert root.get("width") == "320"
    assert root.get("viewBox") == "0 0 320 200"
    title = root.find(f"{SPACE}title")
    assert title is not None
    assert title.text == text
    names = {element.get("id") for element in root.iter() if element.get("id")}
    used = {part.split(")")[0] for part in drawing.split("url(#")[1:]}
    assert used <= names
    assert len(list(root.iter(f"{SPACE}path"))) > 5


@pytest.mark.parametrize("title", ["<b>&\"'</b>", "]]>", "\x00\x1b[31m", "🎉 ünï", "\ud800", "-->"])
def test_any_title_is_escaped(title: str) -> None:
    drawing = draw_svg(parse("sky").scene, 10, 10, title=title)
    root = ElementTree.fromstring(drawing.encode("utf-8"))
    found = root.find(f"{SPACE}title")
    assert found is not None
    assert set(found.text or "") <= set(title)


def test_it_is_deterministic_and_seeds_differ() -> None:
    scene = parse(SCENES[0]).scene
    assert draw_svg(scene, 90, 60) == draw_svg(scene, 90, 60)
    assert draw_svg(scene, 90, 60) != draw_svg(scene, 90, 60, seed=1)


def test_nothing_is_embedded() -> None:
    for text in SCENES:
        assert "<image" not in draw_svg(parse(text).scene, 100, 80)


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no browser to compare with")
@pytest.mark.parametrize("text", [*SCENES[:3], *CROWDS])
def test_a_browser_shows_the_same_picture(text: str, tmp_path: Path) -> None:
    scene = parse(text).scene
    (tmp_path / "scene.svg").write_text(draw_svg(scene, 320, 240), encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=320,240",
        f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={tmp_path / 'shot.png'}", str(tmp_path / "scene.svg"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(tmp_path / "shot.png") as shot:
        shown = np.asarray(shot.convert("RGB"), np.float64)[:240, :320]
    painted = paint(scene, 320, 240).astype(np.float64)
    assert np.abs(shown - painted).mean() < 14
    blocks = [picture.reshape(15, 16, 20, 16, 3).mean(axis=(1, 3)) for picture in (shown, painted)]
    assert np.abs(blocks[0] - blocks[1]).mean() < 9


def test_a_picture_like_a_ruler_is_drawn_at_a_shape_that_is_painted_and_squeezed() -> None:
    root = ElementTree.fromstring(draw_svg(parse("many people").scene, 16384, 1))
    assert (root.get("width"), root.get("height")) == ("16384", "1")
    assert root.get("viewBox") == "0 0 16384 1024"
    assert root.get("preserveAspectRatio") == "none"


def test_strokes_are_drawn_within_their_shape_and_only_there() -> None:
    root = ElementTree.fromstring(draw_svg(parse("red circle, blue background").scene, 300, 200))
    veils = [node for node in root.iter(f"{SPACE}g") if "clip-path" in node.attrib]
    assert len(veils) == 2
    known = {f"url(#{node.attrib['id']})" for node in root.iter(f"{SPACE}clipPath")}
    assert {node.attrib["clip-path"] for node in veils} <= known
    brushed = {f"#{node.attrib['id']}": node for node in root.iter(f"{SPACE}g") if "stroke-linecap" in node.attrib}
    assert {use.attrib["href"] for veil in veils for use in veil} == set(brushed)
    for strokes in brushed.values():
        lines = [path.attrib["d"] for path in strokes.iter(f"{SPACE}path") if "stroke-width" in path.attrib]
        assert len(lines) > 3
        assert min(map(len, lines)) > 100


@pytest.mark.parametrize("text", ["red circle, blue background", "black cat, white wall", "navy sea, gray sky"])
def test_strokes_are_lighter_than_the_ground_that_they_lie_on(text: str) -> None:
    fills = [mark.fill for mark in arrange(parse(text).scene, 1.5)]
    veiled = [(fill, grain) for fill in fills for grain in fill.grains if grain.form in STROKES]
    assert veiled
    for fill, grain in veiled:
        colour, opacity = veil_of(fill, grain)
        light = lab_from_rgb(np.array(ImageColor.getrgb(colour), np.uint8))[0]
        ends = [shade.keep * fill.colour[0] + shade.add[0] for shade in (fill.start, fill.end)]
        tones = [tone[0] for row in fill.mesh for tone in row] or ends
        assert light > sum(tones) / len(tones)
        assert 0 < opacity <= 1


def test_what_has_the_same_strokes_shares_them(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(svg, "stroke_lines", lambda *given: written.append(given) or stroke_lines(*given))
    drawing = svg.draw_svg(parse("five buildings, five red circles, three towns, sea").scene, 300, 200)
    assert len(written) == len({(grain.form, side) for grain, side, *_ in written})
    assert drawing.count("<use ") > 2 * len(written) > 0


def test_plain_things_have_no_strokes() -> None:
    assert "stroke-linecap" not in draw_svg(parse("plain red background").scene, 300, 200)
