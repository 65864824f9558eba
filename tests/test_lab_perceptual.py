"""The learned measures, on networks of their real shapes with random weights; and what is said where there are none."""

import importlib.util
import warnings

import numpy as np
import pytest
from PIL import Image, ImageFilter

from codec.command import exit_code_of
from codec.distortion import distortion
from codec.errors import FormatError, UsageError
from lab.frontier import main as frontier
from lab.perceptual import open_measure


def scene() -> Image.Image:
    noise = np.random.default_rng(7).integers(0, 256, (12, 16, 3), np.uint8)
    return Image.fromarray(noise).resize((160, 120), Image.Resampling.BICUBIC)


def measured(measure):
    """Measure an equal, a mildly and a strongly blurred picture."""
    pictures = [scene(), *(scene().filter(ImageFilter.GaussianBlur(radius)) for radius in (2, 8))]
    return [distortion(scene(), picture, measures=[measure])[measure.name] for picture in pictures]


@pytest.fixture
def torch():
    """Torch, with its own warnings (and its packages') kept back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pytest.importorskip("torch")
    found.manual_seed(5)
    return found


def save_trunk(torch, name, path):
    torchvision = pytest.importorskip("torchvision")
    torch.save(getattr(torchvision.models, name)(weights=None).state_dict(), path)
    return path


@pytest.mark.parametrize(("kind", "network"), [("alex", "alexnet"), ("squeeze", "squeezenet1_1")])
@pytest.mark.filterwarnings("ignore")
def test_lpips_measures_with_the_weights_that_it_is_given(torch, tmp_path, kind, network):
    lpips = pytest.importorskip("lpips")
    path = save_trunk(torch, network, tmp_path / "trunk.pth")
    measure = open_measure(f"lpips:{kind}:{path}")
    equal, mild, strong = measured(measure)
    assert equal == pytest.approx(measure.equal, abs=1e-6)
    assert equal < mild < strong
    assert measure.identity == open_measure(f"lpips:{kind}:{path}").identity

    whole = lpips.LPIPS(net=kind, pnet_rand=True, verbose=False)
    trunk = torch.load(path, weights_only=True)
    for key, value in whole.net.state_dict().items():
        value.copy_(trunk[f"features.{key.split('.', 1)[1]}"])
    tensors = [
        torch.from_numpy(np.asarray(p.resize((160, 128), Image.Resampling.BILINEAR)) / 127.5 - 1).float()
        for p in (scene(), scene().filter(ImageFilter.GaussianBlur(8)))
    ]
    theirs = whole(*(tensor.permute(2, 0, 1)[None] for tensor in tensors))
    assert strong == pytest.approx(float(theirs), rel=0.05)


@pytest.mark.filterwarnings("ignore")
def test_dists_measures_with_the_weights_that_it_is_given(torch, tmp_path):
    pytest.importorskip("DISTS_pytorch")
    path = save_trunk(torch, "vgg16", tmp_path / "vgg16.pth")
    measure = open_measure(f"dists:{path}")
    equal, mild, strong = measured(measure)
    assert equal == pytest.approx(measure.equal, abs=1e-5)
    assert equal < mild < strong


@pytest.fixture
def clip_folder(torch, tmp_path):
    """A very small CLIP model with random weights, as transformers writes it."""
    transformers = pytest.importorskip("transformers")
    tower = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = transformers.CLIPConfig(
        vision_config={**tower, "image_size": 32, "patch_size": 8},
        text_config={**tower, "vocab_size": 64, "max_position_embeddings": 16},
        projection_dim=12,
    )
    folder = tmp_path / "tiny-clip"
    transformers.CLIPModel(config).save_pretrained(folder)
    size = {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}}
    transformers.CLIPImageProcessor(**size).save_pretrained(folder)
    return folder


@pytest.mark.filterwarnings("ignore")
def test_clip_measures_with_a_folder(clip_folder):
    measure = open_measure(f"clip:{clip_folder}")
    equal, mild, strong = measured(measure)
    assert equal == pytest.approx(1.0, abs=1e-5)
    assert equal > mild > strong


@pytest.mark.filterwarnings("ignore")
def test_the_frontier_takes_it_and_does_not_measure_again(clip_folder, tmp_path, capsys, monkeypatch):
    down, across = np.mgrid[0:32, 0:48]
    pixels = np.where((down < 16)[..., None], (120, 170, 230), (60, 120, 50)).astype(np.uint8)
    pixels[(down - 16) ** 2 + (across - 24) ** 2 < 60] = (200, 30, 40)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    words = [tmp_path / "a.png", "--budgets", "4tokens", "--stop", "rounds=1", "--runs", tmp_path / "runs"]
    words += ["--engine", "threads", "--jobs", 1, "--quiet", "--json", "--measure", f"clip:{clip_folder}"]
    assert exit_code_of(frontier, [str(word) for word in words], program="mubpp frontier") == 0
    first = capsys.readouterr().out
    assert '"clip"' in first
    monkeypatch.setattr("lab.frontier_points.distortion", None)
    assert exit_code_of(frontier, [str(word) for word in words], program="mubpp frontier") == 0
    assert capsys.readouterr().out == first


@pytest.mark.filterwarnings("ignore")
def test_weights_of_another_network_are_one_line(torch, tmp_path):
    pytest.importorskip("lpips")
    path = save_trunk(torch, "squeezenet1_1", tmp_path / "squeeze.pth")
    with pytest.raises(FormatError, match="another network"):
        open_measure(f"lpips:alex:{path}")
    (tmp_path / "noise.pth").write_bytes(b"no weights at all")
    with pytest.raises(FormatError, match=r"noise\.pth: no weights"):
        open_measure(f"lpips:alex:{tmp_path / 'noise.pth'}")


def test_weights_that_are_not_there_are_never_fetched(torch, tmp_path, monkeypatch):
    pytest.importorskip("lpips")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"alexnet-owt-7be5be79\.pth: torchvision's weights are not there"):
        open_measure("lpips")
    with pytest.raises(UsageError, match="no such file"):
        open_measure(f"lpips:alex:{tmp_path / 'none.pth'}")


@pytest.mark.parametrize("text", ["lpisp", "lpips:alexx", "clip", "clip:nowhere", "ssim"])
def test_words_that_make_no_sense_are_one_line(text):
    with pytest.raises(UsageError) as found:
        open_measure(text)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize("text", ["lpips", "dists"])
def test_a_missing_package_names_the_extra(text, monkeypatch):
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("torch is here")
    with pytest.raises(UsageError, match=r"needs torch, .*mubpp\[perceptual\]"):
        open_measure(text)


def test_the_command_says_it_in_one_line(tmp_path, capsys):
    scene().save(tmp_path / "a.png")
    code = exit_code_of(frontier, [str(tmp_path), "--measure", "lpps"], program="mubpp frontier")
    assert code == 2
    assert capsys.readouterr().err.splitlines() == ["mubpp frontier: --measure 'lpps': did you mean lpips?"]
