"""The options of a command line that say how a wire behaves; what they come to is read in `agents.wire.options`.

Loads nothing that `--help` should not have to wait for.
"""

import argparse
from collections.abc import Mapping
from typing import Final

_HELP: Final[Mapping[str, str]] = {
    "cache": "use, off or refresh: whether answers that other runs paid for are used (default use)",
    "rpm": "most requests a minute (default: as many as come)",
    "retries": "how often a request that met a passing trouble is sent again (default 4)",
    "prices": "a TOML table of prices to lay over ours",
}
FIELDS: Final = tuple(_HELP)
"""What can be set."""


def add_wire_options(parser: argparse.ArgumentParser) -> None:
    """Add --cache, --rpm, --retries and --prices to a command's parser."""
    group = parser.add_argument_group(
        "calls", "each can also be set as MUBPP_NAME in the environment or as name in [wire] of the --config file"
    )
    for name, says in _HELP.items():
        group.add_argument(f"--{name}", dest=f"wire_{name}", metavar="FILE" if name == "prices" else "VALUE", help=says)
