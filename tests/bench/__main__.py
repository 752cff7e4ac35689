"""`python -m tests.bench`: measure, print Markdown, stop."""

import argparse
import contextlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench import report
from tests.bench.cells import CELLS, Cell, Numbers, median, take
from tests.bench.processes import (
    Target,
    Worker,
    configure,
    dragoman,
    memory_mib,
    peak_mib,
    peer,
    peers,
)

_FIRST = Cell("whole", "1 KB", 1)
_LARGE = Cell("whole", "120 KB", 1)


@dataclass(frozen=True, slots=True)
class _Started:
    """A gateway's process: how long until its first answer, and its memory then."""

    target: Target
    cold_ms: float
    idle_mib: float


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round: a first look")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are taken")
    parser.add_argument("--seconds", type=float, default=1.0, help="the longest that a cell takes")
    parser.add_argument("--requests", type=int, default=50_000, help="the most a client sends")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for all rounds")
    parser.add_argument("--only", default="", help='cells named so: "whole, 1 KB" or "fine"')
    parser.add_argument("--direct", action="store_true", help="the direct way alone")
    parser.add_argument("--peers", type=Path, help="a TOML table of other gateways")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.seconds = 1, 0.3
    return arguments


def main() -> None:
    """Run every cell for every target, in turn, and print the tables."""
    arguments = _arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-bench-")))
        upstream = int(stack.enter_context(Worker("tests.bench.upstream")).line())
        load = stack.enter_context(Worker("tests.bench.load"))
        take(load, _FIRST, Target("direct", upstream), seconds=0.1, requests=10)
        started: list[_Started] = []
        if not arguments.direct:
            configure(folder, upstream)
            started.append(_start(stack, dragoman(folder), load))
        others = [peer(one, folder, upstream) for one in peers(arguments.peers)]
        started += [_start(stack, other, load) for other in others]
        targets = [Target("direct", upstream), *(one.target for one in started)]
        if not arguments.direct:
            ours = started[0].target
            targets.insert(2, replace(ours, name="verbatim", path="/same/v1/messages"))
        results = _measure(arguments, load, targets)
        print(f"{report.machine()}; {arguments.rounds} rounds of {arguments.seconds} s, medians.\n")
        print(report.tables(results, [target.name for target in targets]), end="\n\n")
        if started:
            print(_processes(started), end="\n\n")
        if not arguments.direct:
            print(_counting(load, started[0].target))


def _start(
    stack: contextlib.ExitStack, gateway: contextlib.AbstractContextManager[Target], load: Worker
) -> _Started:
    began = time.monotonic()
    target = stack.enter_context(gateway)
    load.measure(_FIRST.job(target, seconds=0, requests=1))
    cold = time.monotonic() - began
    assert target.pid is not None
    return _Started(target, cold * 1e3, memory_mib(target.pid))


def _measure(
    arguments: argparse.Namespace, load: Worker, targets: Sequence[Target]
) -> report.Results:
    rounds: dict[tuple[Cell, str], list[Numbers]] = defaultdict(list)
    deadline = time.monotonic() + arguments.limit
    for _ in range(arguments.rounds):
        for cell in CELLS:
            if arguments.only not in cell.name or time.monotonic() > deadline:
                continue
            for target in targets:
                numbers = take(load, cell, target, arguments.seconds, arguments.requests)
                rounds[cell, target.name].append(numbers)
    return {key: median(taken) for key, taken in rounds.items()}


def _processes(started: Sequence[_Started]) -> str:
    rows = [
        [
            "dragoman" if one.target.name == "translated" else one.target.name,
            f"{one.cold_ms:,.0f}",
            f"{one.idle_mib:.0f}",
            f"{peak_mib(one.target.pid):.0f}" if one.target.pid else "-",
        ]
        for one in started
    ]
    return report.markdown(
        ["", "start to first answer, ms", "memory after it, MiB", "peak, MiB"], rows
    )


def _counting(load: Worker, gateway: Target) -> str:
    counting = replace(gateway, path=f"{gateway.path}/count_tokens")
    # The first count of a process loads the vocabulary; the warm-up takes it.
    numbers = take(load, _LARGE, counting, seconds=0.5, requests=200)
    assert gateway.pid is not None
    memory = memory_mib(gateway.pid)
    return (
        f"count_tokens of 120 KB: p50 {numbers.p50:.2f} ms, p99 {numbers.p99:.2f} ms; "
        f"memory with the vocabulary loaded: {memory:.0f} MiB."
    )


if __name__ == "__main__":
    main()
