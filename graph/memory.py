"""The state machine's memory on disk: one SQLite file a run, typed, without pickle, and thinned as it grows.

Knows nothing of what the state means.
"""

import contextlib
import inspect
import sqlite3
from collections.abc import Iterator
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from codec.errors import FormatError, StorageError
from graph import state
from traces import dialogue
from traces.dialogue import Value
from traces.folder import RunFolder


def _remembered() -> list[tuple[str, str]]:
    """List the classes that may be read from a checkpoint: the values of the dialogue and of the state."""
    members = [*inspect.getmembers(dialogue, inspect.isclass), *inspect.getmembers(state, inspect.isclass)]
    return sorted({(kind.__module__, kind.__qualname__) for _, kind in members if issubclass(kind, Value)})


class ThinSaver(SqliteSaver):
    """Keeps a run's two newest checkpoints; what happened before stands in the events."""

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint and forget those before its parent."""
        saved = super().put(config, checkpoint, metadata, new_versions)
        parent = config["configurable"].get("checkpoint_id")
        if parent:
            where = (str(config["configurable"]["thread_id"]), str(parent))
            with self.cursor() as cursor:
                cursor.execute("DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_id < ?", where)
                cursor.execute("DELETE FROM writes WHERE thread_id = ? AND checkpoint_id < ?", where)
        return saved


@contextlib.contextmanager
def open_memory(folder: RunFolder) -> Iterator[SqliteSaver]:
    """Open a run's checkpoints.

    Raises StorageError when the disk is full, FormatError when the file is damaged.
    """
    try:
        connection = sqlite3.connect(folder.checkpoint, check_same_thread=False)
        try:
            serializer: Any = JsonPlusSerializer(allowed_msgpack_modules=_remembered())
            yield ThinSaver(connection, serde=serializer)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            advice = "free some space or choose another place, then --resume"
            raise StorageError(f"{folder.checkpoint}: can't be written ({error}); {advice}") from error
        raise FormatError(f"{folder.checkpoint}: damaged ({error}); fork the run instead of resuming it") from error
