"""`python -m graph.run`: compress one picture, live in the terminal, or go on with a run that was cut off.

stdout is the result, stderr the live trace. Knows nothing of nodes.
"""

from collections.abc import Sequence

from codec.command import run_command
from codec.loading import loading
from graph.options import check, make_parser
from traces.cleaning import clean_block, clean_json, clean_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    options = check(make_parser().parse_args(argv))
    # LangGraph takes most of a second to import: help and wrong options must not wait for it.
    with loading():
        from graph.launch import explain, launch  # noqa: PLC0415

    if options.explain:
        print(clean_block(explain(options)))
        return 0
    finished = launch(options)
    print(clean_json(finished.model_dump_json()) if options.display == "json" else clean_line(finished.description))
    return 0


if __name__ == "__main__":
    run_command(main, program="mubpp run")
