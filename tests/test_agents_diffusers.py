"""The local image model: what stands after its name, its sizes and seeds; and, with the extra, a tiny real pipeline."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agents.diffusers import DiffusersRenderer, Source, choose_canvas, hire, make_seed, parse_source
from agents.protocols import RenderRequest, Terms, Turn
from codec.errors import StorageError, UsageError

TERMS = Terms(seed=0, folder=None, notify=lambda _: None)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "say which model"),
        ("x?colour=red", "no setting 'colour'"),
        ("x?steps=many", "steps can't be 'many'"),
        ("x?steps=0", "from 1 to 1000"),
        ("x?pixels=10", "at least 4096"),
    ],
)
def test_sources_that_make_no_sense(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parse_source(text)


def test_it_plays_the_renderer_alone() -> None:
    assert hire("renderer", "some/model?guidance=0", TERMS).decoder == "diffusers"
    with pytest.raises(UsageError, match="can be the renderer, not the critic"):
        hire("critic", "some/model", TERMS)


def test_seeds_are_fixed_for_ever() -> None:
    # A file written today must be drawn alike tomorrow: this number may never change.
    assert make_seed(0) == 5524689404002911445
    assert len({make_seed(choice) for choice in range(100)}) == 100


@pytest.mark.parametrize(("aspect", "size"), [(1.0, (512, 512)), (100.0, (1024, 256)), (0.01, (256, 1024))])
def test_canvas(aspect: float, size: tuple[int, int]) -> None:
    assert choose_canvas(aspect, pixels=512 * 512, step=8) == size


def test_importing_it_imports_nothing_heavy() -> None:
    code = "import sys, agents.diffusers; print(sorted({'torch', 'diffusers', 'transformers'} & set(sys.modules)))"
    top = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=top, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def build_pipeline(folder: Path) -> None:
    """Write a Stable Diffusion pipeline of a few thousand random weights; nothing is downloaded."""
    diffusers = pytest.importorskip("diffusers")
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    letters = [chr(code) for code in range(97, 123)]
    vocabulary = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    words = folder / "words"
    words.mkdir()
    (words / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(vocabulary)}))
    (words / "merges.txt").write_text("#version: 0.2\n")
    torch.manual_seed(0)
    tokenizer = transformers.CLIPTokenizer(
        str(words / "vocab.json"), str(words / "merges.txt"), model_max_length=24, pad_token="<|endoftext|>"
    )
    text_encoder = transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            vocab_size=len(vocabulary),
            hidden_size=16,
            intermediate_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=24,
            bos_token_id=len(vocabulary) - 2,
            eos_token_id=len(vocabulary) - 1,
        )
    )
    unet = diffusers.UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(8, 16),
        layers_per_block=1,
        norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16,
        attention_head_dim=4,
    )
    vae = diffusers.AutoencoderKL(
        block_out_channels=(4, 4, 8, 8),
        norm_num_groups=2,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
    )
    pipeline = diffusers.StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        # A sampler that adds noise at every step, which the adapter must replace.
        scheduler=diffusers.EulerAncestralDiscreteScheduler(beta_start=0.00085, beta_end=0.012),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder / "model", safe_serialization=True)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("pipeline")
    build_pipeline(folder)
    return str(folder / "model")


def request(**changes: Any) -> RenderRequest:
    return RenderRequest(**{"turn": Turn(round=0), "description": "a red barn", "width": 96, "height": 48, **changes})


def devices() -> list[str]:
    try:
        has_gpu = importlib.import_module("torch").cuda.is_available()
    except ImportError:
        has_gpu = False
    return ["cpu", "cuda"] if has_gpu else ["cpu"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("device", devices())
def test_the_same_words_and_choice_draw_the_same_picture(model: str, device: str) -> None:
    renderer = DiffusersRenderer(Source(place=model, steps=2, device=device, pixels=64 * 64))
    first = renderer.render(request())
    assert first.image is not None
    assert (first.image.size, first.image.mode) == ((96, 48), "RGB")
    again = DiffusersRenderer(Source(place=model, steps=2, device=device, pixels=64 * 64)).render(request())
    assert again.image is not None
    assert again.image.tobytes() == first.image.tobytes()
    for other in (request(seed_choice=1), request(description="a blue boat")):
        drawn = renderer.render(other).image
        assert drawn is not None
        assert drawn.tobytes() != first.image.tobytes()


@pytest.mark.filterwarnings("ignore")
def test_words_beyond_the_window_are_reported(model: str) -> None:
    renderer = DiffusersRenderer(Source(place=model, steps=1, device="cpu", pixels=64 * 64))
    assert renderer.render(request(description="a red barn")).ignored == ()
    # 24 places, two of them for the marks, one a letter.
    assert renderer.render(request(description="abcdefghij klmnopqrst uv wxyz")).ignored == ("wxyz",)


@pytest.mark.filterwarnings("ignore")
def test_models_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("diffusers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(StorageError, match="holds no text-to-image pipeline"):
        DiffusersRenderer(Source(place=str(tmp_path))).render(request())
    with pytest.raises(UsageError, match="no model 'no/such'"):
        DiffusersRenderer(Source(place="no/such")).render(request())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "diffusers", None)
    with pytest.raises(UsageError, match=r"pip install 'mubpp\[diffusers\]'"):
        DiffusersRenderer(Source(place="x/y")).render(request())
