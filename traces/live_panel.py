"""The panel of the live display: pictures, description, budget, dialogue, scores, policies and what goes on now.

Composes one scene for one size of terminal; knows nothing of time passing and of what stands above it.
"""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from traces import figures
from traces.cleaning import clean_line
from traces.dialogue import Picture, Reading
from traces.folder import RunFolder
from traces.names import Role
from traces.round_view import list_readings_short, show_picture, speak
from traces.scene import Scene
from traces.speech import say_team
from traces.terminal import Look, draw_bar, mark_words
from traces.worddiff import diff_words

_LEAST_ROWS = 3
_MOST_ROWS = 18
_WIDE = 120


class PanelView:
    """Composes panels, and keeps the thumbnails that it drew."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._drawn: dict[tuple[str, int, int, bool], RenderableType] = {}

    def compose(self, scene: Scene, *, waited_s: float, look: Look, console: Console) -> RenderableType:
        """Compose the panel so that it fits the terminal's height; pictures give way first."""
        words = _compose_words(scene, waited_s=waited_s, look=look)
        inner = console.options.update_width(max(look.width - 4, 20))
        taken = len(console.render_lines(words, inner, pad=False))
        rows = min(look.height - taken - 4, _MOST_ROWS)
        parts: list[RenderableType] = [words]
        if rows >= _LEAST_ROWS:
            parts.insert(0, self._compose_pictures(scene, rows=rows, look=look))
        return Panel(
            Group(*parts), title=_compose_title(scene, look=look), title_align="left", padding=(0, 1), safe_box=True
        )

    def _compose_pictures(self, scene: Scene, *, rows: int, look: Look) -> Table:
        columns = (look.width - 4 - 4) // 3
        grid = Table.grid(padding=(0, 2, 0, 0))
        for _ in range(3):
            grid.add_column(width=columns, no_wrap=True)
        original = scene.started.original if scene.started else None
        captions = (
            Text("original"),
            Text(_caption("newest", scene.newest_round, scene.newest_fidelity, "fidelity", wide=columns > 30)),
            Text(_caption("best", scene.best_round, scene.best_score, "score", wide=columns > 30), style="green"),
        )
        grid.add_row(*(Text(look.spell(caption.plain), style=caption.style) for caption in captions))
        pictures = (original, scene.newest, scene.best)
        grid.add_row(*(self._draw(picture, columns=columns, rows=rows - 1, look=look) for picture in pictures))
        return grid

    def _draw(self, picture: Picture | None, *, columns: int, rows: int, look: Look) -> RenderableType:
        if picture is None:
            return Text("none yet", style="dim")
        key = (picture.sha256, columns, rows, look.blocks)
        if key not in self._drawn:
            if len(self._drawn) > 16:
                self._drawn.clear()
            self._drawn[key] = show_picture(picture, folder=self._folder, columns=columns, rows=rows, look=look)
        return self._drawn[key]


def _caption(name: str, number: int | None, value: float | None, measure: str, *, wide: bool) -> str:
    where = f", round {number}" if wide and number is not None else ""
    return name + where + ("" if value is None else f", {measure} {figures.score(value)}")


def _compose_title(scene: Scene, *, look: Look) -> Text:
    started = scene.started
    if started is None:
        return Text("mubpp")
    name = Text(clean_line(started.image))
    name.truncate(max(look.width - 50, 12), overflow="ellipsis" if look.unicode else "crop")
    facts = f" {started.width}x{started.height} · {clean_line(started.budget)} · {say_team(started.team)} "
    return Text.assemble(" ", name, look.spell(facts))


def _compose_words(scene: Scene, *, waited_s: float, look: Look) -> Group:
    dialogue = [speak(role, text, look=look, one_line=True) for role, text in _recent(scene, look=look)]
    policies = _compose_policies(scene, look=look)
    scores = _compose_scores(scene, look=look)
    tail: list[RenderableType]
    if look.width >= _WIDE:
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(ratio=3)
        grid.add_column(ratio=2)
        grid.add_row(Group(*dialogue), Group(scores, policies))
        tail = [grid]
    else:
        tail = [*dialogue, scores, policies]
    return Group(*_compose_description(scene, look=look), *tail, _compose_status(scene, waited_s=waited_s, look=look))


def _recent(scene: Scene, *, look: Look) -> list[tuple[Role, str]]:
    """Pick this round's lines, or the last round's until someone speaks; the latest ones where room is short."""
    said = scene.said or (scene.sayings[scene.decided[-1].round] if scene.decided else ())
    most = max(3, min(9, look.height - 14))
    return list(said[-most:])


def _compose_description(scene: Scene, *, look: Look) -> list[RenderableType]:
    offer = scene.offer
    if offer is None:
        return [Text("no description yet", style="dim")]
    after = clean_line(offer.description)
    settled = bool(scene.decided) and scene.decided[-1].outcome.offer == offer
    before = _before_last(scene) if settled else scene.before
    text = mark_words(diff_words(clean_line(before), after), look=look) if before else Text(after)
    width = 40 if look.width >= _WIDE else 24
    bar = draw_bar(offer.cost / offer.limit if offer.limit else 0.0, width=width, look=look)
    cost = figures.cost_of(offer.cost, offer.limit, scene.unit)
    return [text, Text.assemble(bar, "  ", look.spell(cost))]


def _before_last(scene: Scene) -> str:
    return scene.decided[-2].outcome.offer.description if len(scene.decided) > 1 else ""


def _compose_scores(scene: Scene, *, look: Look) -> Text:
    scores = scene.scores
    if not scores:
        return Text("score  none yet", style="dim")
    if look.unicode:
        line = figures.sparkline(scores, width=40 if look.width >= _WIDE else 24)
    else:
        line = " ".join(look.spell(figures.score(value)) for value in scores[-6:])
    text = Text.assemble("score  ", (line, "green"), look.spell(f"  last {figures.score(scores[-1])}"))
    if scene.best_round is not None:
        text.append(look.spell(f", best {figures.score(scene.best_score)} in round {scene.best_round}"))
    return text


def _compose_policies(scene: Scene, *, look: Look) -> RenderableType:
    if not scene.decided:
        stops = " · ".join(scene.started.stops) if scene.started else ""
        return Text(look.spell(clean_line(f"stops  {stops}")), style="dim")
    readings = scene.decided[-1].readings
    if look.height < 30 and look.width < _WIDE:
        return Text.assemble("stops  ", list_readings_short(readings, look=look))
    return _tabulate(readings, look=look)


def _tabulate(readings: tuple[Reading, ...], *, look: Look) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, max_width=18, overflow="ellipsis")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True, overflow="ellipsis")
    for reading in readings:
        value = "–" if reading.reading is None else f"{reading.reading:.4g}"
        style = "bold yellow" if reading.fired else "dim" if reading.reading is None else ""
        grid.add_row(
            Text(clean_line(reading.policy), style=style),
            Text(look.spell(f"{value} / {reading.limit:.4g}"), style=style),
            Text(look.spell(clean_line(reading.says)), style=style),
        )
    return grid


def _compose_status(scene: Scene, *, waited_s: float, look: Look) -> Table:
    elapsed_s = scene.elapsed_s + (waited_s if scene.doing else 0.0)
    facts = [f"round {scene.number}", figures.calls(scene.calls), figures.duration(elapsed_s)]
    if scene.spend_usd != 0:
        facts.insert(2, figures.money(scene.spend_usd))
    doing = Text(scene.doing, style="bold")
    doing.append(f" {figures.duration(waited_s)}", style="dim")
    grid = Table.grid(expand=True)
    grid.add_column(width=2)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis" if look.unicode else "crop")
    grid.add_column(justify="right", no_wrap=True)
    spinner: RenderableType = _turn(waited_s, look=look)
    grid.add_row(spinner, doing, Text(look.spell(" · ".join(facts)), style="dim"))
    return grid


def _turn(waited_s: float, *, look: Look) -> Text:
    """Draw the spinner for a moment, so that a still panel means a stuck program."""
    frames = Spinner("dots" if look.unicode else "line").frames
    return Text(frames[int(waited_s * 5) % len(frames)], style="bold")
