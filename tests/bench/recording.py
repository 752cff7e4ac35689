"""`python -m tests.bench.recording`: what recording usage costs the throughput of the gateway.

Two gateways of the same settings, asked in turn, round after round: one records on SQLite, the
other has a database that is never there. Prints the requests a second and the CPU milliseconds a
request of each, and the median of the rounds' differences.
"""

import argparse
import contextlib
import statistics
import tempfile
from pathlib import Path

from tests.bench import report
from tests.bench.answers import FINE_DELTAS
from tests.bench.cells import Cell, Numbers, take
from tests.bench.processes import Target, Worker, configure, dragoman

_NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:9/none"
_CELLS = (
    Cell("whole", "1 KB", 16),
    Cell("whole", "120 KB", 16),
    Cell("fine", "1 KB", 16, FINE_DELTAS),
)


def main() -> None:
    """Measure each cell and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.recording", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-bench-")))
        upstream = int(stack.enter_context(Worker("tests.bench.upstream")).line())
        load = stack.enter_context(Worker("tests.bench.load"))
        configure(folder, upstream)
        recording = stack.enter_context(dragoman(folder, "recording"))
        without = stack.enter_context(dragoman(folder, "without", DRAGOMAN_DATABASE=_NOWHERE))
        print(f"{report.machine()}; {arguments.rounds} rounds of {arguments.seconds} s, medians.\n")
        rows = [
            _row(load, cell, recording, without, arguments.rounds, arguments.seconds)
            for cell in _CELLS
        ]
        heads = ["", "recording, req/s", "without", "difference", "CPU ms", "without", "difference"]
        print(report.markdown(heads, rows))


def _row(
    load: Worker, cell: Cell, recording: Target, without: Target, rounds: int, seconds: float
) -> list[str]:
    pairs: list[tuple[Numbers, Numbers]] = []
    for number in range(rounds):
        order = (recording, without) if number % 2 else (without, recording)
        taken = {target.name: take(load, cell, target, seconds, 50_000) for target in order}
        pairs.append((taken["recording"], taken["without"]))
    return [
        cell.name,
        f"{statistics.median(with_.requests for with_, _ in pairs):,.0f}",
        f"{statistics.median(bare.requests for _, bare in pairs):,.0f}",
        f"{statistics.median(with_.requests / bare.requests - 1 for with_, bare in pairs):+.1%}",
        f"{statistics.median(with_.cpu for with_, _ in pairs):.3f}",
        f"{statistics.median(bare.cpu for _, bare in pairs):.3f}",
        f"{statistics.median(with_.cpu / bare.cpu - 1 for with_, bare in pairs):+.1%}",
    ]


if __name__ == "__main__":
    main()
