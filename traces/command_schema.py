"""`python -m traces schema`: the JSON Schema of an event, printed or written to where it is committed."""

import argparse

from traces.schema import commit_schema, spell_schema


def run(options: argparse.Namespace) -> int:
    """Print the schema, or write it."""
    if options.write:
        print(commit_schema())
    else:
        print(spell_schema(), end="")
    return 0
