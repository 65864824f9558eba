"""The names of the four roles; knows nothing of what a role is asked."""

from typing import Final, Literal, get_args

Role = Literal["describer", "compressor", "renderer", "critic"]
"""Who can be hired; who speaks in a trace besides is in `traces.names`."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""All four, in the order in which they first speak."""
