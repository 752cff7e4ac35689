"""The measured numbers as Markdown."""

import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench.cells import Cell, Numbers

Results = Mapping[tuple[Cell, str], Numbers]


def machine() -> str:
    """One line about where it was measured."""
    cpuinfo = Path("/proc/cpuinfo")
    model = platform.processor() or platform.machine()
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    try:
        loop = f"uvloop {importlib.metadata.version('uvloop')}"
    except importlib.metadata.PackageNotFoundError:
        loop = "asyncio"
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {loop}"
    )


def tables(results: Results, targets: Sequence[str]) -> str:
    """Everything but the processes' own numbers. The first target is the direct way."""
    cells = list(dict.fromkeys(cell for cell, _ in results))
    parts = [
        _table(
            "Whole answers: requests a second; latency p50 / p99 in ms; added p50 / p99; "
            "CPU ms a request",
            [cell for cell in cells if cell.kind == "whole"],
            targets,
            results,
            _whole,
        ),
        _table(
            "Streams as fast as they come: deltas a second; CPU ms a thousand deltas",
            [cell for cell in cells if cell.kind in ("fine", "tools")],
            targets,
            results,
            _stream,
        ),
        _table(
            "Paced streams: time to first delta p50 in ms; added; each delta's way p50 in ms",
            [cell for cell in cells if cell.kind == "paced"],
            targets,
            results,
            _paced,
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def _whole(_: Cell, numbers: Numbers, direct: Numbers) -> str:
    plain = f"{numbers.requests:,.0f}; {numbers.p50:.2f} / {numbers.p99:.2f}"
    if numbers is direct:
        return plain
    added = f"{numbers.p50 - direct.p50:+.2f} / {numbers.p99 - direct.p99:+.2f}"
    return f"{plain}; {added}; {numbers.cpu:.2f}"


def _stream(cell: Cell, numbers: Numbers, direct: Numbers) -> str:
    plain = f"{numbers.deltas:,.0f}"
    return plain if numbers is direct else f"{plain}; {numbers.cpu / cell.deltas * 1e3:.2f}"


def _paced(_: Cell, numbers: Numbers, direct: Numbers) -> str:
    if numbers is direct:
        return f"{numbers.first_delta:.2f}; {numbers.delay:.2f}"
    added = numbers.first_delta - direct.first_delta
    return f"{numbers.first_delta:.2f}; {added:+.2f}; {numbers.delay:.2f}"


def _table(
    title: str,
    cells: Sequence[Cell],
    targets: Sequence[str],
    results: Results,
    text: Callable[[Cell, Numbers, Numbers], str],
) -> str:
    if not cells:
        return ""
    rows = [
        [
            cell.name,
            *(
                text(cell, results[cell, name], results[cell, targets[0]])
                if (cell, name) in results
                else "-"
                for name in targets
            ),
        ]
        for cell in cells
    ]
    return f"{title}.\n\n" + markdown(["", *targets], rows)


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [" | ".join(row) for row in rows]
    titles = list(head)
    ruler = "|".join(["---"] * len(titles))
    return "\n".join(
        [f"| {' | '.join(titles)} |", f"|{ruler}|", *(f"| {line} |" for line in lines)]
    )
