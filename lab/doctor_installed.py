"""What is installed: Python, the packages that every run needs, and the extras that some do; imports none of them."""

import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from lab.doctor_finding import Finding

DISTRIBUTION: Final = "mubpp"

EXTRAS: Final = {
    "lab": "plots and Parquet tables",
    "jxl": "JPEG XL among the baselines",
    "perceptual": "learned measures of likeness",
    "ray": "batches over a Ray cluster",
    "remote": "batches whose results go to a URL",
    "evolve": "prompts that evolve",
    "diffusers": "a local image model",
}
"""The extras that a user may want, and for what."""

_REQUIREMENT: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*([^;]*)(?:;\s*(.*))?")


def check_python() -> Finding:
    """Say which Python this is."""
    system = f"{platform.system()} {platform.machine()}"
    says = f"{platform.python_version()} at {sys.executable}, {system}, SQLite {sqlite3.sqlite_version}"
    return Finding("python", "good", says)


def check_packages() -> Iterator[Finding]:
    """Say which of the packages that every run needs are there, in which version."""
    try:
        own = version(DISTRIBUTION)
    except PackageNotFoundError:
        yield Finding("packages", "note", "mubpp runs from its source folder", "pip install . puts mubpp on your path")
        return
    found, missing = _look_for(None)
    if missing:
        yield Finding("packages", "bad", f"missing: {', '.join(missing)}", f"pip install '{DISTRIBUTION}'")
    yield Finding("packages", "good", f"{DISTRIBUTION} {own} with {', '.join(found)}")


def check_extras() -> Iterator[Finding]:
    """Say which extras are there."""
    for extra, purpose in EXTRAS.items():
        found, missing = _look_for(extra)
        if missing:
            yield Finding(
                "extras", "note", f"for {purpose}: {', '.join(missing)} missing", f"pip install 'mubpp[{extra}]'"
            )
        elif found:
            yield Finding("extras", "good", f"for {purpose}: {', '.join(found)}")


def _look_for(extra: str | None) -> tuple[list[str], list[str]]:
    """Return what is there, with versions, and what is missing, of one extra or of the packages always needed."""
    try:
        wanted = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return [], []
    found, missing = [], []
    for line in wanted:
        name, _, marker = _REQUIREMENT.fullmatch(line.strip()).groups()  # type: ignore[union-attr]
        of = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", marker or "")
        if (of[1] if of else None) != extra:
            continue
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    return found, missing
