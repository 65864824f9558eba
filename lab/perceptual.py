"""Learned measures, for those who have them: LPIPS, DISTS and CLIP similarity; fetches nothing.

They need the extra [perceptual] (torch and the measures' own packages) and weights that are on this machine already: a
file that is named, or torch's own cache. The only file that knows these packages; knows nothing of descriptions.
"""

import contextlib
import hashlib
import importlib
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from codec.cielab import Bytes
from codec.distortion_pair import DistortionMeasure, Pair
from codec.errors import FormatError, UsageError
from codec.nearest import suggest

_EXTRA: Final = "pip install 'mubpp[perceptual]'"
_LEAST_SIDE: Final = 64
"""Smaller pictures are enlarged for LPIPS and DISTS: their networks halve a picture up to five times."""
_TRUNKS: Final = {
    "alex": "alexnet-owt-7be5be79.pth",
    "vgg": "vgg16-397923af.pth",
    "squeeze": "squeezenet1_1-b8a52dc0.pth",
}
"""What each of LPIPS's networks is called in torch's cache."""


def open_measure(text: str) -> DistortionMeasure:
    """Open a measure as it is written on the command line, such as `lpips:alex`, `dists:vgg16.pth` or `clip:FOLDER`.

    Raises UsageError, in one line, for an unknown name, a package that is missing and weights that are not there, and
    FormatError for weights that are not what they should be.
    """
    name, _, rest = text.partition(":")
    if name not in _OPENERS:
        raise UsageError(f"--measure {text[:60]!r}: {suggest(name, _OPENERS)}")
    return _OPENERS[name](rest)


def _open_lpips(text: str) -> DistortionMeasure:
    """Open LPIPS (Zhang et al. 2018): its linear layers are in its package, the trunk's weights are torchvision's."""
    kind, _, file = text.partition(":")
    kind = kind or "alex"
    if kind not in _TRUNKS:
        raise UsageError(f"--measure lpips:{kind[:40]}: {suggest(kind, _TRUNKS)}")
    torch, lpips = _import("torch", "lpips"), _import("lpips", "lpips")
    weights = _find_trunk(torch, file, _TRUNKS[kind], measure=f"lpips:{kind}")
    with _quiet():
        network = lpips.LPIPS(net=kind, pnet_rand=True, verbose=False)
        trunk = _load(torch, weights)
        # LPIPS cuts the trunk's feature layers into slices and keeps their numbers.
        own = {key: f"features.{key.split('.', 1)[1]}" for key in network.net.state_dict()}
        _fill(network.net, {key: trunk.get(theirs) for key, theirs in own.items()}, weights)
    network.eval()

    def compare(pair: Pair) -> float:
        first, second = (2 * _tensor(torch, rgb) - 1 for rgb in pair.rgb)
        with torch.inference_mode():
            return float(network(first, second))

    return DistortionMeasure(
        name="lpips",
        says=f"learned perceptual image patch similarity, {kind} (Zhang et al. 2018)",
        better="less",
        equal=0.0,
        compare=compare,
        headline=True,
        identity=f"lpips {kind} {_digest(weights)}",
    )


def _open_dists(file: str) -> DistortionMeasure:
    """Open DISTS (Ding et al. 2020): its weights of layers are in its package, VGG16's are torchvision's."""
    torch, torchvision = _import("torch", "dists"), _import("torchvision", "dists")
    package = _import("DISTS_pytorch.DISTS_pt", "dists")
    weights = _find_trunk(torch, file, _TRUNKS["vgg"], measure="dists")
    plain = torchvision.models.vgg16
    try:
        # The package asks torchvision for trained weights, which would be fetched; it gets an empty VGG16 first.
        package.models.vgg16 = lambda **_: plain(weights=None)
        with _quiet():
            network = package.DISTS(load_weights=False)
    finally:
        package.models.vgg16 = plain
    layers = _load(torch, Path(package.__file__).parent / "weights.pt")
    network.alpha.data, network.beta.data = layers["alpha"], layers["beta"]
    trunk = _load(torch, weights)
    own = {
        key: f"features.{key.split('.', 1)[1]}" for key in network.state_dict() if key.endswith((".weight", ".bias"))
    }
    _fill(network, {key: trunk.get(theirs) for key, theirs in own.items()}, weights)
    network.eval()

    def compare(pair: Pair) -> float:
        first, second = (_tensor(torch, rgb) for rgb in pair.rgb)
        with torch.inference_mode():
            return float(network(first, second))

    return DistortionMeasure(
        name="dists",
        says="deep image structure and texture similarity (Ding et al. 2020)",
        better="less",
        equal=0.0,
        compare=compare,
        headline=True,
        identity=f"dists {_digest(weights)}",
    )


def _open_clip(text: str) -> DistortionMeasure:
    """Open the image half of a CLIP model (Radford et al. 2021) from a folder as transformers writes it."""
    folder = Path(text)
    if not text or not (folder / "config.json").is_file():
        raise UsageError(f"--measure clip:{text[:80]}: name a folder with a CLIP model as transformers keeps it")
    torch, transformers = _import("torch", "clip"), _import("transformers", "clip")
    transformers.utils.logging.disable_progress_bar()
    try:
        with _quiet():
            network = transformers.CLIPModel.from_pretrained(folder, local_files_only=True).eval()
            prepare = transformers.CLIPImageProcessor.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise FormatError(f"{folder}: no CLIP model that can be read ({_first_line(error)})") from error

    def compare(pair: Pair) -> float:
        pixels = prepare(images=[Image.fromarray(rgb) for rgb in pair.rgb], return_tensors="pt")["pixel_values"]
        with torch.inference_mode():
            seen = network.visual_projection(network.vision_model(pixel_values=pixels).pooler_output)
        first, second = torch.nn.functional.normalize(seen, dim=-1)
        return float(first @ second)

    files = sorted(path for path in folder.iterdir() if path.suffix in {".json", ".safetensors", ".bin"})
    return DistortionMeasure(
        name="clip",
        says=f"cosine of CLIP image embeddings, {folder.name} (Radford et al. 2021)",
        better="more",
        equal=1.0,
        compare=compare,
        headline=True,
        identity=f"clip {_digest(*files)}",
    )


_OPENERS: Final[dict[str, Callable[[str], DistortionMeasure]]] = {
    "lpips": _open_lpips,
    "dists": _open_dists,
    "clip": _open_clip,
}


def _import(module: str, measure: str) -> Any:
    """Import a package of the extra; they are heavy, and few have them."""
    try:
        with _quiet():
            return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise UsageError(f"--measure {measure} needs {package}, which can't be imported: {_EXTRA}") from error


def _find_trunk(torch: Any, file: str, cached: str, *, measure: str) -> Path:
    """Find the weights of a trunk: the file that was named, or torchvision's own in torch's cache."""
    path = Path(file) if file else Path(torch.hub.get_dir()) / "checkpoints" / cached
    if not path.is_file():
        say = "no such file" if file else f"torchvision's weights are not there; put them there, or say {measure}:FILE"
        raise UsageError(f"{path}: {say}")
    return path


def _load(torch: Any, path: Path) -> dict[str, Any]:
    """Read a state dictionary, and nothing that could run code."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its readers do: pickle, zip, runtime errors
        raise FormatError(f"{path}: no weights that can be read ({_first_line(error)})") from error
    if not isinstance(state, dict):
        raise FormatError(f"{path}: not a dictionary of weights")
    return state


def _fill(network: Any, state: dict[str, Any], source: Path) -> None:
    """Put weights into a network, every one that is named."""
    lacking = [key for key, value in state.items() if value is None]
    if lacking:
        raise FormatError(f"{source}: weights of another network (there is nothing for {lacking[0]})")
    try:
        network.load_state_dict(state, strict=False)
    except RuntimeError as error:
        raise FormatError(f"{source}: weights of another network (their shapes differ)") from error


def _tensor(torch: Any, rgb: Bytes) -> Any:
    """Give a picture as torch wants it: (1, 3, height, width), 0 to 1, no side below `_LEAST_SIDE`."""
    tensor = torch.from_numpy(np.ascontiguousarray(rgb).astype(np.float32) / 255).permute(2, 0, 1)[None]
    scale = _LEAST_SIDE / min(rgb.shape[:2])
    if scale > 1:
        size = [round(side * scale) for side in rgb.shape[:2]]
        tensor = torch.nn.functional.interpolate(tensor, size=size, mode="bilinear", align_corners=False)
    return tensor


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what these packages say of their own old ways of asking each other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
