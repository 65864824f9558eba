"""The JSON Schema of the lines of `events.jsonl`, for readers in other languages; knows nothing of runs.

It is generated from the event models and committed as `schemas/event.v1.json`; a test keeps the two the same.
"""

import json
from pathlib import Path
from typing import Any, Final

from traces.events import EVENT, FORMAT
from traces.folder import write_whole

SCHEMA_FILE: Final = Path(__file__).parent / "schemas" / f"event.v{FORMAT}.json"
"""The committed schema of this format."""


def make_schema() -> dict[str, Any]:
    """Generate the schema of one event as it is written."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"mubpp trace event, format {FORMAT}",
        **EVENT.json_schema(mode="serialization"),
    }


def spell_schema() -> str:
    """Write the schema as it is committed."""
    return json.dumps(make_schema(), indent=1, ensure_ascii=False) + "\n"


def commit_schema() -> Path:
    """Write the schema into the package; return where.

    Raises StorageError when it can't be written.
    """
    write_whole(SCHEMA_FILE, spell_schema().encode())
    return SCHEMA_FILE
