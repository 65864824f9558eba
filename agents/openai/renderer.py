"""The renderer: an image model behind a fixed wrapper prompt; it never sees the original."""

from agents.openai.images import ImageModel
from agents.protocols import Rendering, RenderRequest
from agents.wire.errors import ModerationError, OverloadedError, UnreachableError
from codec.errors import ReplyError
from prompts.loader import Prompt


class OpenAIRenderer:
    """A renderer behind an OpenAI-compatible endpoint."""

    decoder = "openai"
    free = False

    def __init__(self, *, image_model: ImageModel, prompt: Prompt) -> None:
        self._image_model = image_model
        self._prompt = prompt

    def render(self, request: RenderRequest) -> Rendering:
        """Draw the description; a refusal, a bad picture or a busy server is a rendering without a picture.

        Raises WireError where no words could help (key, model, address), LimitReached before a call too many.
        """
        parts = [self._prompt.render("system")] if "system" in self._prompt.parts else []
        wrapped = "\n\n".join([*parts, self._prompt.render("draw", description=request.description)])
        try:
            image = self._image_model.draw(
                wrapped,
                turn=request.turn,
                step=f"draw.{request.seed_choice}",
                width=request.width,
                height=request.height,
            )
        except (ReplyError, ModerationError, OverloadedError) as error:
            return Rendering(image=None, problem=str(error))
        except UnreachableError as error:
            if not error.passing:
                raise
            return Rendering(image=None, problem=str(error))
        return Rendering(image=image)
