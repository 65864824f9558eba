"""The closed sets of names that traces use and options list; loads nothing that `--help` would have to wait for."""

from typing import Final, Literal

Role = Literal["describer", "compressor", "renderer", "critic", "person", "graph"]
"""Who is speaking."""

Status = Literal["finished", "failed", "interrupted", "running", "killed", "damaged"]
"""How a run stands; `running` has a process at work on it, `killed` has none and no last word."""

ExportFormat = Literal["jsonl", "csv", "chat", "openai-evals"]
"""What `traces export` writes."""

FORMAT_SAYS: Final[dict[ExportFormat, str]] = {
    "jsonl": "one JSON object a round, with phrases, remarks and readings",
    "csv": "one row a round, for pandas and spreadsheets",
    "chat": "one JSON object an agent: its conversation as chat messages",
    "openai-evals": "one JSON object an answer: input messages and the ideal answer",
}
"""Each format in words."""
