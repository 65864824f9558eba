"""Bands: a describer that names the colours of a picture from top to bottom, and a renderer that paints them again."""

from collections import Counter

from PIL import Image, ImageColor

from agents.protocols import AnswerRequest, DescribeRequest, Rendering, RenderRequest, Terms
from codec.errors import UsageError
from traces.dialogue import Answer, Phrase, Proposal

COLOURS = {
    name: ImageColor.getrgb(name) for name in ["black", "gray", "white", "navy", "teal", "olive", "tan", "brown"]
}


class Bands:
    """Plays two roles; keeps no memory between requests."""

    decoder = "guest"  # the file says that a renderer from elsewhere draws it
    free = True  # redrawing costs nothing, so the critic may price every phrase

    def __init__(self, count: int) -> None:
        self.count = count

    def propose(self, request: DescribeRequest) -> Proposal:
        """Name the colours, each worth its share of the picture."""
        small = request.original.resize((1, self.count), Image.Resampling.BOX)
        share = Counter(_nearest(*small.crop((0, y, 1, y + 1)).tobytes()) for y in range(self.count))
        phrases = [Phrase(text=name, worth=count / self.count, kind="layout") for name, count in share.items()]
        return Proposal(phrases=tuple(phrases), note=f"seen in {self.count} bands from top to bottom")

    def answer(self, request: AnswerRequest) -> Answer:
        """Accept every offer."""
        return Answer(demand=None, note=f"{len(request.offer.kept)} colours will do")

    def render(self, request: RenderRequest) -> Rendering:
        """Paint a band for every colour word."""
        words = request.description.replace(",", " ").split()
        column = Image.new("RGB", (1, len(words)))
        column.putdata([COLOURS.get(word, COLOURS["gray"]) for word in words])
        image = column.resize((request.width, request.height), Image.Resampling.NEAREST)
        return Rendering(image=image, ignored=tuple(word for word in words if word not in COLOURS))


def _nearest(*pixel: int) -> str:
    return min(COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(pixel, COLOURS[name], strict=True)))


def hire(role: str, argument: str, _terms: Terms) -> Bands:
    """Make the player of a role from what stands after the colon of `bands:6`."""
    if role not in ("describer", "renderer") or not (argument or "6").isdecimal():
        raise UsageError(f"bands can't be the {role}; write --describer bands:6 --renderer bands")
    return Bands(int(argument or "6"))
