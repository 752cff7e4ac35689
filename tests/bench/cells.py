"""What is measured: the cells of a run, and the numbers of one."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.bench.answers import FINE_DELTAS, PACED_DELTAS, TOOL_DELTAS
from tests.bench.load import Job, Measured
from tests.bench.processes import KEY, Target, Worker, cpu_seconds


@dataclass(frozen=True, slots=True)
class Cell:
    """One sort of load."""

    kind: str
    size: str
    clients: int
    deltas: int = 0

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return f"{self.kind}, {self.size}, {self.clients} client{'s' * (self.clients > 1)}"

    def job(self, target: Target, seconds: float, requests: int) -> Job:
        """The load towards `target`."""
        return Job(
            port=target.port,
            path=target.path,
            key=KEY,
            size=self.size,
            model=f"bench-{self.kind}",
            clients=self.clients,
            seconds=seconds,
            requests=requests,
            deltas=self.deltas,
        )


CELLS = (
    *(Cell("whole", size, c) for size in ("1 KB", "120 KB", "1.5 MB") for c in (1, 16, 64)),
    *(Cell("fine", "1 KB", clients, FINE_DELTAS) for clients in (1, 16)),
    *(Cell("tools", "1 KB", clients, TOOL_DELTAS) for clients in (1, 16)),
    *(Cell("paced", "1 KB", clients, PACED_DELTAS) for clients in (1, 16, 64)),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """One measurement: times in milliseconds, rates a second."""

    requests: float
    p50: float
    p99: float
    cpu: float
    deltas: float
    first_delta: float
    delay: float


def take(worker: Worker, cell: Cell, target: Target, seconds: float, requests: int) -> Numbers:
    """Measure `cell` at `target` once, after a short warm-up."""
    job = cell.job(target, seconds, requests)
    warm_up = replace(job, seconds=seconds / 10, requests=20)
    _checked(worker.measure(warm_up), cell, target)
    before = cpu_seconds(target.pid)
    measured = _checked(worker.measure(job), cell, target)
    cpu = cpu_seconds(target.pid) - before
    done = len(measured.exchanges)
    rate = done / (measured.elapsed / 1e9)
    return Numbers(
        requests=rate,
        p50=_percentile(measured.exchanges, 50),
        p99=_percentile(measured.exchanges, 99),
        cpu=cpu / done * 1e3,
        deltas=rate * cell.deltas,
        first_delta=_percentile(measured.first_deltas, 50),
        delay=_percentile(measured.delays, 50),
    )


def median(rounds: Sequence[Numbers]) -> Numbers:
    """Each number's median over the rounds."""
    columns = {
        name: statistics.median(getattr(one, name) for one in rounds) for name in Numbers.__slots__
    }
    return Numbers(**columns)


def _checked(measured: Measured, cell: Cell, target: Target) -> Measured:
    if measured.error or not measured.exchanges:
        raise RuntimeError(f"{target.name}, {cell}: {measured.error or 'no answer'}")
    return measured


def _percentile(nanoseconds: list[int], percent: int) -> float:
    if not nanoseconds:
        return 0.0
    ordered = sorted(nanoseconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] / 1e6
