"""Time and memory of one run of the embedded team beside other codes: `python -m benchmarks.beside PHOTO`.

Every code has a process of its own, which has the picture open before the clock starts. Needs the extra [bench]. Knows
nothing of how a code works.
"""

import argparse
import importlib
import io
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image
from rich.table import Table

from codec.command import Parser, run_command
from codec.photo import load_photo
from lab.show import show_table

Encode = Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What one code took."""

    code: str
    first_s: float
    """The first time in a process: what it loads on first use is in it, importing it is not."""
    least_s: float
    """The least of all times."""
    file_bytes: int
    peak_mib: float
    """Of the process, interpreter and picture included."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = Parser(prog="python -m benchmarks.beside", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photo", type=Path, help="any picture")
    parser.add_argument("--repeats", type=int, default=5, help="(default %(default)s)")
    parser.add_argument("--budget", default="30tokens", help="of the run (default %(default)s)")
    options = parser.parse_args(argv)
    taken = [measure(code, options) for code in CODES]
    show_table(tabulate(taken))
    return 0


def measure(code: str, options: argparse.Namespace) -> Taken:
    """Measure one code in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure_here, args=(code, options, theirs))
    process.start()
    theirs.close()
    taken: Taken = ours.recv()
    process.join()
    return taken


def tabulate(taken: Sequence[Taken]) -> Table:
    """Set the codes side by side; ratios are of the run to each code."""
    run = taken[-1]
    table = Table(caption="ratios: the run of the embedded team to each code; least times")
    for name in ("code", "first s", "least s", "run is slower", "peak MiB", "run takes more", "file bytes"):
        table.add_column(name, justify="left" if name == "code" else "right")
    for one in taken:
        table.add_row(
            one.code,
            f"{one.first_s:.4f}",
            f"{one.least_s:.4f}",
            f"{run.least_s / one.least_s:,.0f}x",
            f"{one.peak_mib:.0f}",
            f"{run.peak_mib / one.peak_mib:.1f}x",
            str(one.file_bytes),
        )
    return table


def _measure_here(code: str, options: argparse.Namespace, answer: Connection) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        encode = CODES[code](options, Path(scratch))
        times_s, data = [], b""
        for _ in range(options.repeats):
            began_s = time.perf_counter()
            data = encode()
            times_s.append(time.perf_counter() - began_s)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send(Taken(code=code, first_s=times_s[0], least_s=min(times_s), file_bytes=len(data), peak_mib=peak_mib))


def _nothing(options: argparse.Namespace, _scratch: Path) -> Encode:
    picture = load_photo(options.photo).image
    return lambda: picture.tobytes()[:0]


def _thumb_hash(options: argparse.Namespace, _scratch: Path) -> Encode:
    encode = importlib.import_module("thumbhash").rgba_to_thumb_hash
    picture = load_photo(options.photo).image

    def run() -> bytes:
        small = picture.copy()
        small.thumbnail((100, 100))  # the most that ThumbHash takes
        return bytes(encode(small.width, small.height, list(small.convert("RGBA").tobytes())))

    return run


def _blur_hash(options: argparse.Namespace, _scratch: Path) -> Encode:
    encode = importlib.import_module("blurhash").encode
    picture = load_photo(options.photo).image
    return lambda: str(encode(picture.copy(), x_components=4, y_components=3)).encode()  # it closes what it is given


def _avif(options: argparse.Namespace, _scratch: Path) -> Encode:
    picture: Image.Image = load_photo(options.photo).image

    def run() -> bytes:
        stream = io.BytesIO()
        picture.save(stream, "AVIF", quality=50)
        return stream.getvalue()

    return run


def _sketch(options: argparse.Namespace, scratch: Path) -> Encode:
    launch = importlib.import_module("graph.launch").launch
    ways = importlib.import_module("graph.options")
    said = ways.make_parser().parse_args(
        [str(options.photo), "--budget", options.budget, "--team", "sketch", "--quiet", "--runs", str(scratch)]
    )

    def run() -> bytes:
        launch(ways.check(said))
        newest = max(scratch.glob("*/result.mub"), key=lambda path: path.stat().st_mtime_ns)
        return newest.read_bytes()

    return run


CODES: dict[str, Callable[[argparse.Namespace, Path], Encode]] = {
    "nothing (the picture open)": _nothing,
    "ThumbHash": _thumb_hash,
    "BlurHash": _blur_hash,
    "AVIF, quality 50": _avif,
    "a run of the embedded team": _sketch,
}
"""The run comes last."""

if __name__ == "__main__":
    run_command(main, program="benchmarks.beside")
