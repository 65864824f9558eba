"""The names of the four roles; knows nothing of what a role is asked."""

from typing import Final, Literal, get_args

Role = Literal["describer", "compressor", "renderer", "critic"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
