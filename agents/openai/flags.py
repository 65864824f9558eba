"""The options of a command line that say how models are reached; what they come to is read in `agents.openai.settings`.

Loads nothing that `--help` should not have to wait for.
"""

import argparse
from collections.abc import Mapping
from typing import Final

from agents.roles import ROLES

_HELP: Final[Mapping[str, str]] = {
    "base_url": "the endpoint, such as http://localhost:11434/v1 (OPENAI_BASE_URL)",
    "api_key": "the key; better set OPENAI_API_KEY, which no process list shows",
    "organization": "OpenAI organization (OPENAI_ORG_ID)",
    "project": "OpenAI project (OPENAI_PROJECT_ID)",
    "chat": "the model that sees and talks",
    "image_model": "the model that draws",
    "prompt_folder": "a folder of prompt files of your own, looked in first",
    "structured": "ask for replies by schema, as JSON in text, or by schema until refused",
    "detail": "how closely the model looks at pictures",
    "picture_side": "longer side of the pictures sent, in pixels",
    "reasoning_effort": "sent as it is, such as low or none",
    "temperature": "sampling temperature; not sent by default",
    "max_output_tokens": "most llm_tokens of a reply, reasoning included",
    "squeezes": "how often the compressor is asked before code drops phrases",
    "image_quality": "quality asked of the image model",
    "image_sizes": 'sizes that the image model draws: "512x512,768x512" or "any"',
    "chat_timeout_s": "longest wait for a reply, in seconds",
    "image_timeout_s": "longest wait for a picture, in seconds",
}
FIELDS: Final = tuple(_HELP)
"""The settings of a role that can be set for all of them at once, in the order of `RoleSettings`."""
_PER_ROLE: Final = ("base_url", "api_key", "prompt_folder")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the team's options to a command's parser, in a group of their own."""
    group = parser.add_argument_group(
        "models", "each can also be set as MUBPP_NAME in the environment or as name in [openai] of the --config file"
    )
    for name in FIELDS:
        flag = f"--{name.replace('_', '-')}"
        group.add_argument(flag, dest=f"openai_{name}", metavar=_metavar(name), help=_HELP[name])
    for role in ROLES:
        for name in _PER_ROLE:
            flag = f"--{role}-{name.replace('_', '-')}"
            group.add_argument(flag, dest=f"openai_{role}_{name}", metavar=_metavar(name), help=argparse.SUPPRESS)
    group.add_argument(
        "--prompt",
        dest="openai_prompts",
        action="append",
        default=[],
        metavar="ROLE=VARIANT",
        help="use a variant of a role's prompt (see python -m prompts list); may be repeated",
    )


def _metavar(name: str) -> str:
    """Say what an option takes."""
    return {"base_url": "URL", "api_key": "KEY", "chat": "NAME", "image_model": "NAME"}.get(name, "VALUE")
