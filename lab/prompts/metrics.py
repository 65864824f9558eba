"""What an experiment measures of its runs, by name; knows nothing of how."""

from typing import Final, Literal, get_args

Metric = Literal["score", "fidelity", "file_bits", "payload_bits", "ubpp", "rounds", "calls", "cost_usd", "latency_s"]
METRICS: Final[tuple[Metric, ...]] = get_args(Metric)
HIGHER_IS_BETTER: Final[frozenset[Metric]] = frozenset({"score", "fidelity"})
"""Of all others, less is better."""
