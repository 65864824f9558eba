"""The house: packages import only to their left, no circles, nothing hidden, nothing said twice."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
ORDER = ["codec", "sketch", "prompts", "traces", "agents", "graph", "lab"]
LEFT = {name: set(ORDER[:index]) for index, name in enumerate(ORDER)} | {"prompts": {"codec"}}
HIDDEN_ALLOWED = {
    ("graph/decode.py", "graph.redraw"),  # help must not wait for numpy, the embedded painter not for pydantic,
    ("graph/redraw.py", "graph.redraw_hired"),
    ("graph/redraw_hired.py", "graph.casting"),  # nor a local pipeline for an HTTP client
    ("graph/policies.py", "traces.dialogue"),  # help lists the policies, and must not wait for pydantic
    ("codec/tokens.py", "tiktoken"),  # plain text needs none of it
    ("traces/live.py", "rich.console"),  # plain lines are shown without it
    ("traces/live.py", "traces.live_full"),
    ("traces/live.py", "traces.terminal"),
    ("graph/replay_play.py", "graph.again"),
    ("graph/replay_play.py", "graph.casting"),
    ("graph/casting.py", "agents.wire.transport"),  # nor a team that asks no model for that, or for templates
    ("graph/casting.py", "prompts.loader"),
    *(  # help and wrong options must not wait for what a command does: LangGraph alone takes most of a second
        (command.replace(".", "/") + ".py", does)
        for command, does in (
            ("graph.run", "graph.launch"),
            ("graph.batch", "graph.batch_play"),
            ("graph.replay", "graph.replay_play"),
            ("graph.costs", "graph.costs_report"),
            ("lab.frontier", "lab.frontier_play"),
            ("lab.control", "lab.control_play"),
            ("lab.rent", "lab.rent_play"),
            ("lab.policies", "lab.policies_play"),
            ("lab.prompts.__main__", "lab.prompts"),
            ("prompts.__main__", "prompts"),
            ("codec.__main__", "codec"),
            ("sketch.__main__", "sketch.draw_file"),
        )
    ),
}
HEAVY = {
    "torch",
    "diffusers",
    "transformers",
    "lpips",
    "ray",
    "open_clip",
    "gepa",
    "atheris",
    "pyarrow",
    "fsspec",
    "matplotlib",
}
FILES = sorted(path for name in ORDER for path in (TOP / name).rglob("*.py"))


def imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_file_imports_only_to_its_left_and_openly(path):
    home = path.relative_to(TOP).parts[0]
    tree = ast.parse(path.read_text("utf-8"))
    top = {id(node) for node in tree.body}
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            top |= {id(inner) for inner in node.body}
    for node in ast.walk(tree):
        for name in imports(node):
            package = name.split(".")[0]
            if package in ORDER and package != home:
                assert package in LEFT[home], f"{home} imports {name}, which is not to its left"
            if id(node) not in top and package not in HEAVY:
                where = (str(path.relative_to(TOP)), name.rpartition(".")[0])
                assert where in HIDDEN_ALLOWED, f"hidden import of {name} in line {node.lineno}"
        assert not (isinstance(node, ast.ImportFrom) and node.level), "relative import"


def test_no_module_imports_itself_by_a_detour():
    known = modules()
    graph: dict[str, set[str]] = {}
    for module, path in known.items():
        found: set[str] = set()
        for node in ast.parse(path.read_text("utf-8")).body:
            for name in imports(node):
                found |= {candidate for candidate in (name, name.rpartition(".")[0]) if candidate in known}
        graph[module] = found - {module}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join([*above[above.index(module) :], module])
        if module not in done:
            for other in sorted(graph[module]):
                visit(other, (*above, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_module_says_what_it_is_and_is_of_one_piece(path):
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert path.stem not in {"utils", "common", "helpers", "manager", "data", "info", "misc"}
    assert text.count("\n") <= 450, "longer than one thing should be"


def test_nobody_but_the_commands_reads_the_environment():
    readers = {
        str(path.relative_to(TOP))
        for path in FILES
        if any(word in path.read_text("utf-8") for word in ("os.environ", "getenv("))
    }
    # The last hands it on to workers as it is.
    assert readers <= {"graph/launch.py", "graph/decode.py", "graph/batch_engines.py"}
