"""Lists the licence of every package that mubpp needs at run time: `python .ci/licences.py > docs/licences.md`.

Read from the metadata of what is installed; exit code 1 when one has no licence that the list below permits.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"

PERMITTED = (
    "MIT",
    "BSD",
    "Apache",
    "ISC",
    "0BSD",
    "PSF",
    "Python",
    "Zlib",
    "CC0",
    "CNRI",
    "Unlicense",
    "MPL",
    "Mozilla",
)
"""Licences that ask for no more than a notice; MPL-2.0 asks for changes to its own files, and we change none."""

KNOWN = {"rich-pixels": "MIT"}
"""Read from the project itself, where the metadata names none."""


def needed() -> Iterator[Distribution]:
    """Yield every package that mubpp's run-time dependencies come to, by name."""
    waiting = list(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"])
    seen: dict[str, Distribution] = {}
    while waiting:
        match = re.match(r"[\w.-]+", waiting.pop())
        name = match[0].lower().replace("_", "-") if match else ""
        if not name or name in seen:
            continue
        try:
            seen[name] = distribution(name)
        except PackageNotFoundError:
            continue  # for another platform or Python
        waiting += [one for one in seen[name].requires or [] if "extra ==" not in one]
    yield from (seen[name] for name in sorted(seen))


def licence_of(package: Distribution) -> str:
    """Read a package's licence; empty: it names none."""
    facts = package.metadata
    classifiers = [one.split(" :: ")[-1] for one in facts.get_all("Classifier") or [] if one.startswith("License ::")]
    first = (facts.get("License") or "").strip().splitlines()[:1]
    found = facts.get("License-Expression") or "; ".join(classifiers) or "".join(first)
    return found or KNOWN.get(str(facts["Name"]).lower(), "")


def is_permitted(licence: str) -> bool:
    """Tell whether a licence is one of the permissive ones."""
    return any(word in licence for word in PERMITTED) and not re.search(r"\b[AL]?GPL", licence.replace(" OR ", " or "))


def main() -> int:
    """Print the table."""
    print("# Licences of what mubpp needs\n\nWritten by `python .ci/licences.py > docs/licences.md`.\n")
    print("| package | licence |\n|---|---|")
    wrong = 0
    for package in needed():
        licence = licence_of(package)
        wrong += not is_permitted(licence)
        print(f"| {package.metadata['Name']} | {licence or 'none named'} |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
