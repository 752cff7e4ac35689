"""`python -m tests.bench.loops`: the gateway on asyncio, on stock qasync and on the desktop's loop.

Three gateways of the same settings, asked in turn, round after round. Prints the requests a second
and the CPU milliseconds a request of each, and the medians of the rounds' ratios to asyncio.
"""

import argparse
import contextlib
import statistics
import tempfile
from pathlib import Path

from tests.bench import report
from tests.bench.answers import FINE_DELTAS, PACED_DELTAS
from tests.bench.cells import Cell, Numbers, take
from tests.bench.processes import Target, Worker, configure, dragoman

_LOOPS = ("asyncio", "qasync", "desktop")
_CELLS = (
    Cell("whole", "1 KB", 1),
    Cell("whole", "1 KB", 16),
    Cell("whole", "120 KB", 16),
    Cell("fine", "1 KB", 16, FINE_DELTAS),
    Cell("paced", "1 KB", 16, PACED_DELTAS),
)


def main() -> None:
    """Measure each cell and print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.loops", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-bench-")))
        upstream = int(stack.enter_context(Worker("tests.bench.upstream")).line())
        load = stack.enter_context(Worker("tests.bench.load"))
        configure(folder, upstream)
        targets = [
            stack.enter_context(dragoman(folder, name, program=("tests.bench.on_loop", name)))
            for name in _LOOPS
        ]
        print(f"{report.machine()}; {arguments.rounds} rounds of {arguments.seconds} s, medians.\n")
        heads = ["", *(f"{name}, req/s" for name in _LOOPS), "qasync", "desktop"]
        heads += [*(f"{name}, CPU ms" for name in _LOOPS), "delay ms, asyncio", "qasync", "desktop"]
        rows = [_row(load, cell, targets, arguments.rounds, arguments.seconds) for cell in _CELLS]
        print(report.markdown(heads, rows))


def _row(load: Worker, cell: Cell, targets: list[Target], rounds: int, seconds: float) -> list[str]:
    taken: dict[str, list[Numbers]] = {name: [] for name in _LOOPS}
    for number in range(rounds):
        turn = number % len(targets)
        for target in targets[turn:] + targets[:turn]:
            taken[target.name].append(take(load, cell, target, seconds, 50_000))

    def ratio(name: str) -> str:
        pairs = zip(taken[name], taken["asyncio"], strict=True)
        return f"x{statistics.median(one.requests / plain.requests for one, plain in pairs):.2f}"

    def column(name: str, value: str) -> float:
        return float(statistics.median(getattr(numbers, value) for numbers in taken[name]))

    return [
        cell.name,
        *(f"{column(name, 'requests'):,.0f}" for name in _LOOPS),
        ratio("qasync"),
        ratio("desktop"),
        *(f"{column(name, 'cpu'):.3f}" for name in _LOOPS),
        *(f"{column(name, 'delay'):.2f}" if cell.kind == "paced" else "-" for name in _LOOPS),
    ]


if __name__ == "__main__":
    main()
