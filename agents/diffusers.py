"""The renderer `diffusers:<hub id or folder>`: a local pipeline that draws the same from the file again.

The one place that imports torch and diffusers, and only when a picture is asked for. Knows nothing of the other roles.
"""

import hashlib
import math
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from PIL import Image

from agents.protocols import Rendering, RenderRequest, Terms
from agents.roles import Role
from codec.errors import MubppError, StorageError, UsageError

INSTALL_HINT: Final = "install the extra: pip install 'mubpp[diffusers]'"

_STEPS: Final = 30
_LEAST_SIDE: Final = 64
_LOCK: Final = threading.Lock()
"""One picture at a time: pipelines keep their step in themselves, and memory holds one picture anyway."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """What stands after `diffusers:`, such as `stabilityai/sd-turbo?steps=2&guidance=0`."""

    place: str
    """Hub id or folder."""
    steps: int = _STEPS
    guidance: float | None = None
    """None: the pipeline's own default."""
    device: str = ""
    """"": a GPU if there is one."""
    pixels: int | None = None
    """About how many to draw; None: what the model was trained on."""


def parse_source(text: str) -> Source:
    """Read what stands after `diffusers:`; raise UsageError if it makes no sense.

    >>> parse_source("models/tiny?steps=4&device=cpu")
    Source(place='models/tiny', steps=4, guidance=None, device='cpu', pixels=None)
    """
    place, _, query = text.partition("?")
    if not place:
        raise UsageError("say which model: --renderer diffusers:HUB_ID or diffusers:FOLDER")
    readers = {"steps": int, "guidance": float, "device": str, "pixels": int}
    values: dict[str, Any] = {}
    for setting in filter(None, query.split("&")):
        name, _, value = setting.partition("=")
        if name not in readers:
            raise UsageError(f"diffusers:{place} has no setting {name!r}: there are {', '.join(readers)}")
        try:
            values[name] = readers[name](value)
        except ValueError as error:
            raise UsageError(f"diffusers:{place}: {name} can't be {value!r}") from error
    source = Source(place=place, **values)
    if not 1 <= source.steps <= 1000 or (source.pixels is not None and source.pixels < _LEAST_SIDE**2):
        raise UsageError(f"diffusers:{place}: steps must be from 1 to 1000, and pixels at least {_LEAST_SIDE**2}")
    return source


class DiffusersRenderer:
    """A renderer that runs a local text-to-image pipeline.

    The picture depends on the model, the words, the size and the seed choice alone: noise is drawn on the CPU, in
    32-bit floats, from a seed made of the seed choice; the sampler adds none; torch is held to deterministic
    algorithms. Across kinds of hardware it is alike, not bit-identical.
    """

    decoder = "diffusers"
    free = False

    def __init__(self, source: Source) -> None:
        self._source = source

    def render(self, request: RenderRequest) -> Rendering:
        """Draw the description; words beyond the text encoder's reach are reported as ignored.

        Raises UsageError if the model or the libraries can't be found, StorageError if the model can't be read.
        """
        pipeline = _load(self._source.place, self._source.device)
        width, height = choose_canvas(
            request.width / request.height, pixels=self._source.pixels or _native_pixels(pipeline), step=_step(pipeline)
        )
        options: dict[str, Any] = {"num_inference_steps": self._source.steps, "width": width, "height": height}
        if self._source.guidance is not None:
            options["guidance_scale"] = self._source.guidance
        with _LOCK:
            result = _draw(pipeline, request.description, seed=make_seed(request.seed_choice), options=options)
        ignored = find_ignored(pipeline, request.description)
        if any(getattr(result, "nsfw_content_detected", None) or ()):
            return Rendering(image=None, ignored=ignored, problem="the pipeline's safety checker withheld the picture")
        image: Image.Image = result.images[0].convert("RGB")
        if image.size != (request.width, request.height):
            image = image.resize((request.width, request.height), Image.Resampling.LANCZOS)
        return Rendering(image=image, ignored=ignored)


def make_seed(seed_choice: int) -> int:
    """Spread seed choices over 63 bits; a decoder knows the choice alone, so nothing else may enter.

    >>> make_seed(0) != make_seed(1)
    True
    """
    return int.from_bytes(hashlib.sha256(f"mubpp diffusers {seed_choice}".encode()).digest()[:8], "big") >> 1


def choose_canvas(aspect: float, *, pixels: int, step: int) -> tuple[int, int]:
    """Choose a width and height in multiples of `step`, about this many pixels, nearest to an aspect from 1:4 to 4:1.

    >>> choose_canvas(16 / 9, pixels=512 * 512, step=8)
    (680, 384)
    """
    wanted = min(max(aspect, 0.25), 4.0)
    width = max(round(math.sqrt(pixels * wanted) / step) * step, _LEAST_SIDE)
    height = max(round(math.sqrt(pixels / wanted) / step) * step, _LEAST_SIDE)
    return width, height


def find_ignored(pipeline: Any, description: str) -> tuple[str, ...]:
    """Name the words that no text encoder of the pipeline reads because its window ends before them."""
    readers = [getattr(pipeline, name, None) for name in ("tokenizer", "tokenizer_2", "tokenizer_3")]
    rest: list[str] | None = None
    for tokenizer in filter(None, readers):
        words = description.split()
        # A word counts as read only if all of it is within the window.
        reach = len(words)
        while reach and len(tokenizer(" ".join(words[:reach]))["input_ids"]) > tokenizer.model_max_length:
            reach -= 1
        unread = words[reach:]
        rest = unread if rest is None or len(unread) < len(rest) else rest
    return tuple(rest or ())


def _step(pipeline: Any) -> int:
    """Say of what number sides must be multiples."""
    return max(int(getattr(pipeline, "vae_scale_factor", 8)), 8)


def _native_pixels(pipeline: Any) -> int:
    """Say how many pixels the model was trained to draw."""
    denoiser = getattr(pipeline, "unet", None) or getattr(pipeline, "transformer", None)
    size = getattr(getattr(denoiser, "config", None), "sample_size", None)
    side = int(size) * int(getattr(pipeline, "vae_scale_factor", 8)) if isinstance(size, int) else 1024
    return max(side, _LEAST_SIDE) ** 2


@lru_cache(maxsize=1)
def _load(place: str, device: str) -> Any:
    """Load a pipeline, set it to draw the same again, and keep it for the next picture."""
    try:
        import diffusers  # noqa: PLC0415 - heavy and optional
        import torch  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"diffusers:{place} needs more libraries ({error.name} is missing); {INSTALL_HINT}") from error
    is_folder = Path(place).is_dir()
    try:
        pipeline = diffusers.AutoPipelineForText2Image.from_pretrained(
            place, torch_dtype=torch.float32, use_safetensors=True, local_files_only=is_folder
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _explain_load(place, error, is_folder=is_folder) from error
    # A sampler that adds noise of its own at every step would need every bit of that noise again.
    if "beta_start" in pipeline.scheduler.config:
        pipeline.scheduler = diffusers.DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device or ("cuda" if torch.cuda.is_available() else "cpu"))


def _explain_load(place: str, error: Exception, *, is_folder: bool) -> MubppError:
    """Say in one line why a model can't be loaded."""
    reason = " ".join(str(error).split())[:200]
    if is_folder:
        return StorageError(f"the folder {place} holds no text-to-image pipeline that can be read: {reason}")
    return UsageError(f"no model {place!r} on the hub or in the cache, and no such folder: {reason}")


def _draw(pipeline: Any, description: str, *, seed: int, options: Mapping[str, Any]) -> Any:
    """Run the pipeline with torch held to deterministic algorithms, and set torch back after it."""
    import torch  # noqa: PLC0415 - heavy and optional

    was_deterministic = torch.are_deterministic_algorithms_enabled()
    was_benchmark = torch.backends.cudnn.benchmark
    precision = torch.get_float32_matmul_precision()
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.backends.cudnn.benchmark = False
    torch.set_float32_matmul_precision("highest")
    try:
        with torch.inference_mode(), warnings.catch_warnings():
            # Operations without a deterministic form only warn; the noise and the sampler are what matters.
            warnings.simplefilter("ignore", UserWarning)
            return pipeline(description, generator=torch.Generator("cpu").manual_seed(seed), **options)
    finally:
        torch.use_deterministic_algorithms(was_deterministic, warn_only=True)
        torch.backends.cudnn.benchmark = was_benchmark
        torch.set_float32_matmul_precision(precision)


def hire(role: Role, argument: str, terms: Terms) -> DiffusersRenderer:
    """Hire a local image model as the renderer, the one role that it can play."""
    del terms  # the picture must follow from the file alone, so nothing of a run may enter
    if role != "renderer":
        raise UsageError(f"diffusers can be the renderer, not the {role}")
    return DiffusersRenderer(parse_source(argument))
