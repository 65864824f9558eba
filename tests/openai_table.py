"""A server, a wire and the openai team around it, and the values that the graph would hand to its agents."""

from pathlib import Path
from typing import Any, Self

from api_server import ApiServer
from PIL import Image

from agents.openai.settings import resolve
from agents.openai.team import OpenAITeam
from agents.protocols import CompareRequest, Turn
from agents.wire.options import WireOptions
from agents.wire.prices import load_prices
from agents.wire.record import CallRecord
from agents.wire.transport import Wire
from codec.budget import Budget
from codec.meter import Meter
from traces.dialogue import Critique, Cut, Kept, Offer, Phrase, Verdict

TURN = Turn(round=1)


class Table:
    """A server, a wire and a team around it; use as a context manager."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        self.server = ApiServer().__enter__()
        self.notes: list[str] = []
        self.wire = Wire(
            CallRecord(folder / "calls.sqlite"),
            options=WireOptions(prices=load_prices(), retries=1),
            notify=self.notes.append,
            sleep=lambda _: None,
        )
        environ = {"OPENAI_BASE_URL": self.server.url, "OPENAI_API_KEY": "sk-secret-abcdef", **changes}
        self.settings = resolve(None, environ=environ, config={})
        self.team = OpenAITeam(self.settings, wire=self.wire)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()
        self.server.__exit__()

    def reply(self, **replies: dict[str, Any]) -> None:
        self.server.reply = lambda task, _: replies.get(task)

    def sent(self, index: int = -1) -> str:
        """All words of a request."""
        contents = [message["content"] for message in self.server.seen[index].body["messages"]]
        return "\n".join(
            one if isinstance(one, str) else "\n".join(part.get("text", "") for part in one) for one in contents
        )


def meter(amount: int, unit: str = "words") -> Meter:
    return Meter(Budget(amount, unit))  # type: ignore[arg-type]


def picture(*colours: str) -> Image.Image:
    image = Image.new("RGB", (len(colours) * 40, 60))
    for place, colour in enumerate(colours):
        image.paste(Image.new("RGB", (40, 60), colour), (40 * place, 0))
    return image


def phrase(text: str, worth: float = 0.5) -> Phrase:
    return Phrase(text=text, worth=worth, kind="object")


def offer(*texts: str, cut: tuple[str, ...] = ()) -> Offer:
    return Offer(
        description=", ".join(texts),
        cost=2.0 * len(texts),
        limit=12,
        kept=tuple(Kept(phrase=phrase(text), cost=2) for text in texts),
        cut=tuple(Cut(phrase=phrase(text), cost=2, reason="no room") for text in cut),
    )


def compare(table: Table, incumbent: Image.Image, newcomer: Image.Image) -> Verdict:
    blank = Critique(score=0.5, fidelity=0.5)
    request = CompareRequest(
        turn=TURN,
        original=picture("red", "blue"),
        incumbent=incumbent,
        newcomer=newcomer,
        incumbent_critique=blank,
        newcomer_critique=blank,
    )
    return table.team.make_critic().compare(request)
