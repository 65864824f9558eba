"""The sketch team's renderer: it paints a description that it knows nothing else about."""

from PIL import Image

from agents.protocols import Rendering, RenderRequest
from sketch.paint import paint
from sketch.parse import parse


class SketchRenderer:
    """Paints any English; says which words it could not use."""

    decoder: str = "sketch"
    free: bool = True

    def render(self, request: RenderRequest) -> Rendering:
        """Paint the description on the canvas; the seed choice varies texture and arrangement a little."""
        reading = parse(request.description)
        picture = paint(reading.scene, request.width, request.height, seed=request.seed_choice)
        return Rendering(image=Image.fromarray(picture), ignored=reading.ignored)
