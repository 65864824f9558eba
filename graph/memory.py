"""The state machine's memory on disk: one SQLite file a run, typed, without pickle, and thinned as it grows.

Knows nothing of what the state means.
"""

import contextlib
import inspect
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    get_checkpoint_metadata,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from codec.errors import FormatError, StorageError
from graph import state
from traces import dialogue
from traces.calls import refuse_programs
from traces.dialogue import Value
from traces.folder import RunFolder

_GROWING: Final = "history"
"""The channel that grows by a value a round. Its values are packed one by one, each once, so that the hundredth round
costs no more than the first."""
_OWN_CHANNELS: Final = ("__", "branch:", "start:")
"""How the names begin of what LangGraph remembers for itself."""
_ALONE: Final = "~__pregel_pull"
"""How the path of a task begins that an edge led to; those that `Send` made (renders side by side) begin otherwise."""

_PUT: Final = """
INSERT OR REPLACE INTO checkpoints
(thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FORGET: Final = (
    "DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_id < ?",
    "DELETE FROM writes WHERE thread_id = ? AND checkpoint_id < ?",
)


@cache
def _remembered() -> list[tuple[str, str]]:
    """List the classes that may be read from a checkpoint: the values of the dialogue and of the state."""
    members = [*inspect.getmembers(dialogue, inspect.isclass), *inspect.getmembers(state, inspect.isclass)]
    return sorted({(kind.__module__, kind.__qualname__) for _, kind in members if issubclass(kind, Value)})


class ThinSaver(SqliteSaver):
    """Keeps a run's two newest checkpoints; what happened before stands in the events.

    Every step is in the file before the next begins, so a killed process loses none. A round's end, and whatever waits
    for a person, is flushed to the disk as well. After a power cut the steps since then may be played again: their
    events and their answered calls are flushed as they happen, so nothing is paid twice.
    """

    _round = -1
    """The newest round that is flushed."""

    def __init__(self, connection: sqlite3.Connection, *, serde: Any) -> None:
        super().__init__(connection, serde=serde)
        self._packed: dict[int, tuple[Any, bytes]] = {}
        """By the identity of a value: the value, kept so that its identity stays its own, and its packed form."""

    def setup(self) -> None:
        """Make the tables; the file is in write-ahead mode, in which this much flushing keeps it whole."""
        if not self.is_setup:
            super().setup()
            self._flush_commits(always=False)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,  # noqa: ARG002  the signature is LangGraph's
    ) -> RunnableConfig:
        """Save a checkpoint and forget those before its parent, in one transaction."""
        where = config["configurable"]
        thread, parent = str(where["thread_id"]), where.get("checkpoint_id")
        kind, data = self.serde.dumps_typed(self._pack_growing(checkpoint))
        said = json.dumps(get_checkpoint_metadata(config, metadata)).encode()
        number = checkpoint["channel_values"].get("round", -1)
        with self.cursor(transaction=False) as cursor:
            self._flush_commits(always=number != self._round)
            with self.conn:
                row = (thread, where["checkpoint_ns"], checkpoint["id"], parent, kind, data, said)
                cursor.execute(_PUT, row)
                for forget in _FORGET if parent else ():
                    cursor.execute(forget, (thread, parent))
            self._round = number
        return {"configurable": {**_place(where), "checkpoint_id": checkpoint["id"]}}

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Read the newest checkpoint, unpacked."""
        found = super().get_tuple(config)
        if found is not None:
            values = found.checkpoint["channel_values"]
            if _GROWING in values:
                values[_GROWING] = tuple(self.serde.loads_typed(("msgpack", one)) for one in values[_GROWING])
        return found

    def _pack_growing(self, checkpoint: Checkpoint) -> Checkpoint:
        values = checkpoint["channel_values"]
        if _GROWING not in values:
            return checkpoint
        packed = [self._pack(one) for one in values[_GROWING]]
        return {**checkpoint, "channel_values": {**values, _GROWING: packed}}

    def _pack(self, value: Any) -> bytes:
        known = self._packed.get(id(value))
        if known is None:
            known = self._packed[id(value)] = value, self.serde.dumps_typed(value)[1]
        return known[1]

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save what a task wrote, unless it is alone in its step: then the step's checkpoint follows at once."""
        asks = any(channel in WRITES_IDX_MAP for channel, _ in writes)
        if asks or not task_path.startswith(_ALONE):
            with self.cursor(transaction=False):
                self._flush_commits(always=asks)
            super().put_writes(config, writes, task_id, task_path)

    def _flush_commits(self, *, always: bool) -> None:
        self.conn.execute(f"PRAGMA synchronous = {'FULL' if always else 'NORMAL'}")


def is_remembered(memory: SqliteSaver, config: RunnableConfig, *, origin: str) -> bool:
    """Tell whether there is a checkpoint to go on from.

    Raises FormatError for one that is not of this state machine: the file may come from anybody.
    """
    try:
        found = memory.get_tuple(config)
        if found is None:
            return False
        values = found.checkpoint["channel_values"]
        state.check_remembered({name: value for name, value in values.items() if not name.startswith(_OWN_CHANNELS)})
        for _, channel, value in found.pending_writes or ():
            if not channel.startswith(_OWN_CHANNELS):
                state.check_remembered({channel: value})
    except sqlite3.Error:
        raise
    except Exception as error:  # LangGraph's reader lets every error of its decoders out
        raise FormatError(f"{origin}: not a memory of this program's ({error}); fork the run instead") from error
    return True


def _place(where: Mapping[str, Any]) -> dict[str, Any]:
    return {name: where[name] for name in ("thread_id", "checkpoint_ns")}


@contextlib.contextmanager
def open_memory(folder: RunFolder) -> Iterator[SqliteSaver]:
    """Open a run's checkpoints.

    Raises StorageError when the disk is full, FormatError when the file is damaged.
    """
    try:
        connection = sqlite3.connect(folder.checkpoint, check_same_thread=False)
        try:
            refuse_programs(connection, path=folder.checkpoint)
            serializer: Any = JsonPlusSerializer(allowed_msgpack_modules=_remembered())
            yield ThinSaver(connection, serde=serializer)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            advice = "free some space or choose another place, then --resume"
            raise StorageError(f"{folder.checkpoint}: can't be written ({error}); {advice}") from error
        raise FormatError(f"{folder.checkpoint}: damaged ({error}); fork the run instead of resuming it") from error
