"""The sketch team's renderer: it paints a description that it knows nothing else about."""

from agents.protocols import Rendering, RenderRequest
from sketch.draw import draw


class SketchRenderer:
    """Paints any English; says which words it could not use."""

    decoder: str = "sketch"
    free: bool = True

    def render(self, request: RenderRequest) -> Rendering:
        """Paint the description on the canvas; the seed choice varies texture and arrangement a little."""
        picture, ignored = draw(request.description, request.width, request.height, seed=request.seed_choice)
        return Rendering(image=picture, ignored=ignored)
