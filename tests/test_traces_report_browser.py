"""The report in a real browser; skipped only where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromium import EXECUTABLE, Page
from tests.fake_run import PHRASES, finish, play_round, record_run, start
from traces.dialogue import Phrase
from traces.events import Consulted, Event, Noted
from traces.folder import RunFolder
from traces.reader import read_trace
from traces.report import write_report
from traces.story import tell

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="there is no Chromium here")

NASTY = '<script>window.owned=1</script>"><img src=x onerror="window.owned=2"><svg onload=window.owned=3>'
NAMED_ROLES = {
    "button",
    "link",
    "slider",
    "image",
    "img",
    "combobox",
    "checkbox",
    "textbox",
    "region",
    "article",
    "table",
}


def play_nasty(folder: RunFolder) -> Iterator[Event]:
    phrases = (Phrase(text=NASTY, worth=0.9, kind="object"), *PHRASES[1:])
    yield start(folder, image=f"{NASTY}.png", why=NASTY, team={"describer": NASTY, "critic": "x"})
    for number in range(4):
        yield from play_round(folder, number, phrases=phrases)
        yield Consulted(id=f"r{number}.consulted", round=number, wish="remark", text=NASTY)
    yield Noted(who="graph", text=NASTY)
    yield finish(folder).model_copy(update={"description": NASTY})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report")
    folder = record_run(path / "run")
    nasty = record_run(
        path / "nasty",
        events=play_nasty(RunFolder(path / "run")),
        team={"describer": NASTY, "critic": "x"},
        image={"name": f"{NASTY}.png", "width": 960, "height": 640},
    )
    for blob in (folder.path / "blobs").iterdir():
        (nasty.path / "blobs" / blob.name).write_bytes(blob.read_bytes())
    write_report([tell(read_trace(nasty))], path / "one.html")
    write_report([tell(read_trace(folder)), tell(read_trace(nasty))], path / "two.html")
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def opened(page: Page, report: Path) -> Page:
    page.send("Emulation.clearDeviceMetricsOverride")
    page.requests.clear()
    page.complaints.clear()
    page.open((report / "one.html").as_uri())
    return page


@pytest.mark.parametrize("name", ["one.html", "two.html"])
def test_it_opens_from_disk_asks_for_nothing_and_complains_of_nothing(page: Page, report: Path, name: str) -> None:
    page.requests.clear()
    page.complaints.clear()
    page.open((report / name).as_uri())
    page.run("new Promise(done => setTimeout(done, 100))")
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith("data:image/webp")] == [(report / name).as_uri()]
    assert page.run("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def test_text_from_a_model_is_text(opened: Page) -> None:
    assert opened.run("window.owned") is None
    assert opened.run("document.querySelectorAll('script').length") == 1
    assert opened.run("document.querySelectorAll('img[src=x]').length") == 0
    seen = opened.run("document.querySelector('.sentence').textContent")
    assert "<script>window.owned=1</script>" in seen
    assert NASTY in opened.run("document.body.textContent")


def test_the_slider_moves_by_keyboard_and_by_mouse(opened: Page) -> None:
    cut = "getComputedStyle(document.querySelector('.over')).clipPath"
    assert opened.run(cut) == "inset(0px calc(50%) 0px 0px)" or "50%" in opened.run(cut)
    opened.run("document.querySelector('[data-cut]').focus()")
    for _ in range(5):
        opened.press("ArrowRight", 39)
    assert opened.run("document.querySelector('[data-cut]').value") == "55"
    assert "45%" in opened.run(cut)
    box = opened.run(
        "(({left, top, width, height}) => ({left, top, width, height}))"
        "(document.querySelector('.frame').getBoundingClientRect())"
    )
    middle = box["top"] + box["height"] / 2
    opened.drag((box["left"] + box["width"] * 0.55, middle), (box["left"] + box["width"] * 0.2, middle))
    assert 15 <= int(opened.run("document.querySelector('[data-cut]').value")) <= 25
    assert opened.run("document.querySelector('[data-cut]').getAttribute('aria-valuetext')").endswith("% original")


def test_another_round_can_be_compared(opened: Page) -> None:
    before = opened.run("document.querySelector('[data-redrawn]').src")
    opened.run(
        "(() => { const pick = document.querySelector('[data-pick]'); pick.value = 'run0-r0';"
        "pick.dispatchEvent(new Event('change')); })()"
    )
    assert opened.run("document.querySelector('[data-redrawn]').src") != before
    assert opened.run("document.querySelector('[data-redrawn]').alt") == "Picture of round 0"


def test_keys_walk_through_the_rounds(opened: Page) -> None:
    visited = []
    for key in "jjk":
        opened.press(key, ord(key.upper()))
        visited.append(opened.run("document.activeElement.id"))
    assert visited == ["run0-r0", "run0-r1", "run0-r0"]


def test_a_remark_shows_its_place(opened: Page) -> None:
    row = "document.querySelector('#run0-r0 [data-points]')"
    opened.run(f"{row}.closest('details').open = true")
    opened.run(f"{row}.focus()")
    assert opened.run("document.querySelectorAll('.box.lit').length") == 1
    opened.run(f"{row}.blur()")
    assert opened.run("document.querySelectorAll('.box.lit').length") == 0


def test_light_and_dark(opened: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    for scheme in ("light", "dark"):
        opened.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        seen = opened.run(background)
        opened.run("document.getElementById('theme').click()")
        assert opened.run(background) != seen
        opened.run("document.getElementById('theme').click()")
        assert opened.run(background) == seen
        opened.run("delete document.documentElement.dataset.theme")
    opened.send("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [320, 390, 800, 1600])
def test_nothing_is_wider_than_the_screen(page: Page, report: Path, width: int) -> None:
    page.resize(width, 800)
    for name in ("one.html", "two.html"):
        page.open((report / name).as_uri())
        page.run("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert page.run("document.documentElement.scrollWidth") <= width
    page.send("Emulation.clearDeviceMetricsOverride")


def test_everything_has_an_accessible_name(opened: Page) -> None:
    opened.run("document.querySelectorAll('details').forEach(part => part.open = true)")
    nodes = opened.send("Accessibility.getFullAXTree")["nodes"]
    found = {}
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role in NAMED_ROLES - {"table"}:
            found.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    assert {"button", "link", "slider", "image", "combobox", "article"} <= found.keys() | {
        "image" if "img" in found else ""
    }
    for role, names in found.items():
        assert all(names), f"a {role} has no name"


def test_the_best_round_stands_out_and_can_be_read(opened: Page) -> None:
    assert opened.run("getComputedStyle(document.querySelector('.card.best')).opacity") == "1"
    colours = opened.run("[...document.querySelectorAll('.card')].map(card => getComputedStyle(card).borderColor)")
    assert len(set(colours)) == 2


def test_headings_are_in_order(opened: Page) -> None:
    levels = opened.run("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
