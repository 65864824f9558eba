"""The end of a run in words: result, cost, stop, score, rate, files; knows nothing of terminals."""

from dataclasses import dataclass
from pathlib import Path

from traces import figures
from traces.cleaning import clean_line
from traces.events import Failed, Finished
from traces.folder import RunFolder


@dataclass(frozen=True)
class Fact:
    """One line of a summary."""

    name: str
    value: str


def sum_up(event: Finished | Failed, *, folder: RunFolder, out: Path | None = None) -> tuple[Fact, ...]:
    """List how a run ended, in printable lines; `out` is where a copy of the picture went, the file beside it."""
    facts = _sum_up_failure(event, folder) if isinstance(event, Failed) else _sum_up_result(event, folder, out)
    return tuple(Fact(name, clean_line(value)) for name, value in facts)


def _sum_up_result(event: Finished, folder: RunFolder, out: Path | None) -> list[tuple[str, str]]:
    stop = event.stop
    measured = f", fidelity {figures.score(event.fidelity)}" if event.fidelity != event.score else ""
    paths = [("picture", str(folder.result_picture))]
    if out is not None:
        paths.append(("copies", f"{out} and {out.with_suffix('.mub')}"))
    spend = "" if event.spend_usd == 0 else f", {figures.money(event.spend_usd)}"
    return [
        ("description", event.description),
        ("cost", figures.cost_of(event.cost, event.limit, event.unit)),
        ("rounds", f"{event.rounds}, the best is round {event.best_round}"),
        ("stopped by", f"{stop.policy}: reading {stop.reading:.4g}, limit {stop.limit:.4g} ({stop.says})"),
        ("score", f"{figures.score(event.score)}{measured}"),
        *([("doubted", event.doubt.says)] if event.doubt else []),
        (
            "size",
            f"{figures.counted(event.file_bytes, 'byte')} = {event.file_bytes * 8} bits "
            f"(payload {event.payload_bits}, header {event.header_bits}) = {figures.ubpp(event.ubpp)}",
        ),
        *_sum_up_ledger(event),
        ("took", f"{figures.duration(event.elapsed_s)}, {figures.calls(event.calls)}{spend}"),
        ("compressed", str(folder.result_file)),
        *paths,
        ("trace", str(folder.path)),
    ]


def _sum_up_ledger(event: Finished) -> list[tuple[str, str]]:
    """Say what other codings of the same description, and of the picture, would take."""
    if not event.ledger:
        return []
    ours = event.file_bytes * 8
    words = [coding for coding in event.ledger if "JPEG" not in coding.name and ".mub" not in coding.name]
    pictures = [coding for coding in event.ledger if "JPEG" in coding.name]
    said = ", ".join(f"{coding.name} {coding.bits}" for coding in words)
    rows = [("ledger", f"{said}; ours {ours} bits")] if words else []
    if pictures:
        times = ", ".join(f"{coding.bits / ours:,.0f} times smaller than the {coding.name}" for coding in pictures)
        rows.append(("pictures", times))
    return rows


def _sum_up_failure(event: Failed, folder: RunFolder) -> list[tuple[str, str]]:
    why = "interrupted" if event.error == "interrupted" else f"{event.error}: {event.message}"
    return [
        ("ended", why),
        ("trace", str(folder.path)),
        ("go on with", f"python -m graph.run --resume {folder.id}"),
    ]
