"""What a run has used up, as policies read it: live from the clock and the wire, or in a replay from the record.

Knows nothing of policies.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agents.protocols import Tally
from traces.reader import Trace
from traces.recorder import Recorder


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was used up by the end of a round."""

    elapsed_s: float
    calls: int
    spend_usd: float | None
    """None: unknown price."""


Bookkeeper = Callable[[int, int], Account]
"""From the number of a round and the agent calls so far to the account at its end."""


def count_live(recorder: Recorder, tally: Tally | None) -> Bookkeeper:
    """Count as it happens; without a wire, agent calls are the calls and nothing is spent."""

    def account(_round: int, agent_calls: int) -> Account:
        if tally is None:
            return Account(elapsed_s=recorder.elapsed_s, calls=agent_calls, spend_usd=0.0)
        return Account(elapsed_s=recorder.elapsed_s, calls=tally.calls, spend_usd=tally.spend_usd)

    return account


def count_from_record(trace: Trace, live: Bookkeeper) -> Bookkeeper:
    """Read what the recorded run had used up by then; beyond the record, count live."""
    recorded = {event.round: event.past for event in trace.rounds}

    def account(number: int, agent_calls: int) -> Account:
        past = recorded.get(number)
        if past is None:
            return live(number, agent_calls)
        return Account(elapsed_s=past.elapsed_s, calls=past.calls, spend_usd=past.spend_usd)

    return account
