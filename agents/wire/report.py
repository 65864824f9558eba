"""Sums a record of calls up into what they used and cost; reads no bodies."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agents.wire.rows import Row


@dataclass(frozen=True, kw_only=True)
class CallSum:
    """What a group of calls used. Token counts are llm_tokens (spent), not code_tokens (transmitted)."""

    role: str
    asked_of: str
    calls: int = 0
    """Requests sent over the network, failed tries included."""
    failed_tries: int = 0
    """Of these, how many were refused, failed or never answered."""
    unanswered: int = 0
    """Of these, how many were in flight when the process died; they may have been billed."""
    cached: int = 0
    """Answers that another run had paid for."""
    input_llm_tokens: int = 0
    cached_input_llm_tokens: int = 0
    output_llm_tokens: int = 0
    """Reasoning and pictures included."""
    reasoning_llm_tokens: int = 0
    image_input_llm_tokens: int = 0
    image_output_llm_tokens: int = 0
    unreported: int = 0
    """Answers for which the server did not say what they used."""
    elapsed_s: float = 0.0
    """Time on the wire, summed over calls; parallel calls count each."""
    cost_usd: float | None = 0.0
    """None: unknown, because a price or a usage is."""


def sum_calls(rows: Iterable[Row]) -> list[CallSum]:
    """Sum up by role and model, in the order of first use."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.role, row.asked_of].append(row)
    return [_sum_group(group, role=role, asked_of=asked_of) for (role, asked_of), group in groups.items()]


def sum_all(sums: Iterable[CallSum]) -> CallSum:
    """Add groups up; one unknown cost makes the whole unknown."""
    every = list(sums)
    return CallSum(
        role="all",
        asked_of="",
        calls=sum(one.calls for one in every),
        failed_tries=sum(one.failed_tries for one in every),
        unanswered=sum(one.unanswered for one in every),
        cached=sum(one.cached for one in every),
        input_llm_tokens=sum(one.input_llm_tokens for one in every),
        cached_input_llm_tokens=sum(one.cached_input_llm_tokens for one in every),
        output_llm_tokens=sum(one.output_llm_tokens for one in every),
        reasoning_llm_tokens=sum(one.reasoning_llm_tokens for one in every),
        image_input_llm_tokens=sum(one.image_input_llm_tokens for one in every),
        image_output_llm_tokens=sum(one.image_output_llm_tokens for one in every),
        unreported=sum(one.unreported for one in every),
        elapsed_s=sum(one.elapsed_s for one in every),
        cost_usd=_add([one.cost_usd for one in every]),
    )


def _sum_group(rows: list[Row], *, role: str, asked_of: str) -> CallSum:
    """Sum up the calls of one role to one model."""
    sent = [row for row in rows if row.source == "network"]
    good = [
        row for row in sent if row.final is not None and row.http_status is not None and 200 <= row.http_status < 300
    ]
    return CallSum(
        role=role,
        asked_of=asked_of,
        calls=len(sent),
        failed_tries=len(sent) - len(good),
        unanswered=sum(row.final is None for row in sent),
        cached=sum(row.source == "cache" for row in rows),
        input_llm_tokens=sum(row.usage.input_tokens or 0 for row in good),
        cached_input_llm_tokens=sum(row.usage.cached_input_tokens for row in good),
        output_llm_tokens=sum(row.usage.output_tokens or 0 for row in good),
        reasoning_llm_tokens=sum(row.usage.reasoning_tokens for row in good),
        image_input_llm_tokens=sum(row.usage.image_input_tokens for row in good),
        image_output_llm_tokens=sum(row.usage.image_output_tokens for row in good),
        unreported=sum(row.usage.output_tokens is None for row in good),
        elapsed_s=sum(row.elapsed_s for row in sent),
        cost_usd=_add([row.cost_usd for row in sent if row.final is not None]),
    )


def _add(costs: list[float | None]) -> float | None:
    """Add costs; one unknown makes the sum unknown."""
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def show_cost(cost_usd: float | None) -> str:
    """Write a cost for a person.

    >>> show_cost(None), show_cost(0.0), show_cost(0.01234)
    ('unknown', '0.0000 USD', '0.0123 USD')
    """
    return "unknown" if cost_usd is None else f"{cost_usd:.4f} USD"


def format_calls(sums: list[CallSum], *, prices_as_of: date | None = None) -> str:
    """Write the cost report as a plain table with a line of totals; notes say what is missing from it."""
    heads = (
        "role",
        "model",
        "calls",
        "failed",
        "cached",
        "input",
        "(cached)",
        "output",
        "(reasoning)",
        "(image)",
        "seconds",
        "cost",
    )
    total = sum_all(sums)
    lines = [heads, *(_format_sum(one) for one in [*sums, total])]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    table = [
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    notes = ["tokens are llm_tokens (spent), as the servers report them"]
    if prices_as_of is not None:
        notes.append(f"prices as of {prices_as_of.isoformat()}; a price that is not in the table is unknown")
    if total.unreported:
        notes.append(f"{total.unreported} answers do not say what they used")
    if total.unanswered:
        notes.append(f"{total.unanswered} requests were in flight when a session died; they may have been billed")
    return "\n".join([*table, *notes])


def _format_sum(one: CallSum) -> tuple[str, ...]:
    """Write one line of the table."""
    return (
        one.role,
        one.asked_of,
        str(one.calls),
        str(one.failed_tries),
        str(one.cached),
        str(one.input_llm_tokens),
        str(one.cached_input_llm_tokens),
        str(one.output_llm_tokens),
        str(one.reasoning_llm_tokens),
        str(one.image_output_llm_tokens),
        f"{one.elapsed_s:.1f}",
        show_cost(one.cost_usd),
    )
