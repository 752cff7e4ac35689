"""`python -m tests.bench.desktop`: the desktop program while answers stream, at its start, idle.

Under a display of its own (Xvfb with a tray). Prints for each thing that a person does the longest
gap between two deltas of a stream beyond the provider's own gap, the median of the rounds and the
worst, with 4 and with 16 streams; beside it the same of a stream that does not pass the program,
which is what the machine itself adds. Then how long a start takes, memory and processor time.
"""

import argparse
import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from tests.bench import report
from tests.bench.desktop_process import ROWS, Profile, Program, Streams, running
from tests.bench.processes import Worker, cpu_seconds
from tests.desktop.xvfb.display import Screen, desktop

# Until the program has brought in its windows' code, in seconds.
_STARTING = 8
# Gestures, with what a reader calls them.
_ROUND = (
    ("nothing", "nothing"),
    ("open_settings", "settings open, every page is turned to"),
    ("open_usage", "usage opens, 90 days of 100,000 requests a year"),
    ("dialog", "a file dialog opens"),
    ("open_requests", "requests open"),
    ("drag_to_the_end", "their list of 100,000 rows is dragged to its end"),
    ("page_up", "the list scrolls by pages"),
    ("choose_requests", "requests are chosen one by one"),
    ("theme", "dark and light, every window open"),
    ("language", "Chinese and English, every window open"),
    ("menu", "the tray menu is open, every window open"),
    ("close_all", "every window closes"),
    ("trial", "a provider is tested"),
)


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.desktop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--streams", type=int, nargs="*", default=[4, 16])
    parser.add_argument("--only", nargs="*", choices=("stalls", "start", "idle"), default=None)
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments = parser.parse_args()
    wanted = arguments.only or ("stalls", "start", "idle")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-bench-")))
        upstream = int(stack.enter_context(Worker("tests.bench.upstream")).line())
        profile = Profile(folder / "profile", upstream, arguments.rows)
        screen = stack.enter_context(desktop("trayer"))
        streams = stack.enter_context(Streams())
        print(f"{report.machine()}; {arguments.rounds} rounds.\n", flush=True)
        if "stalls" in wanted:
            print(_stalls(screen, profile, streams, upstream, arguments), flush=True)
        if "start" in wanted:
            print(_starts(screen, profile), flush=True)
        if "idle" in wanted:
            print(_idle(screen, profile, streams, upstream), flush=True)


def _stalls(
    screen: Screen,
    profile: Profile,
    streams: Streams,
    upstream: int,
    arguments: argparse.Namespace,
) -> str:
    heads = ["longest gap beyond the provider's, ms"]
    columns: list[dict[str, list[tuple[float, float]]]] = []
    for clients in arguments.streams:
        heads += [f"{clients} streams, median", "worst", "directly, median", "worst"]
        found: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in _ROUND}
        columns.append(found)
        for _ in range(arguments.rounds):
            with running(screen, profile) as program:
                time.sleep(_STARTING)
                streams.begin(profile, clients, upstream, direct=2)
                times = {name: program.do(name) for name, _ in _ROUND}
                time.sleep(0.2)  # for the deltas that come after the last of it
                came = streams.end()
            for name, (began, ended) in times.items():
                through = _longest(came[:clients], began, ended)
                found[name].append((through, _longest(came[clients:], began, ended)))
    rows = []
    for name, words in _ROUND:
        row = [words]
        for column in columns:
            for side in (0, 1):
                gaps = [pair[side] for pair in column[name]]
                row += [f"{statistics.median(gaps):.0f}", f"{max(gaps):.0f}"]
        rows.append(row)
    return report.markdown(heads, rows)


def _longest(streams: Sequence[Sequence[tuple[int, int]]], began: int, ended: int) -> float:
    """The longest gap of any stream in a time, less the provider's gap of the same deltas.

    A gap belongs to the time in which its middle is.
    """
    gaps = (
        ((now - before) - (sent - sent_before)) / 1e6
        for stream in streams
        for (before, sent_before), (now, sent) in pairwise(stream)
        if began <= (before + now) // 2 <= ended
    )
    return max(gaps, default=0.0)


def _starts(screen: Screen, profile: Profile, times: int = 7) -> str:
    answered, shown = [], []
    for _ in range(times):
        with running(screen, profile) as program:
            answered.append(program.answered)
            shown.append(program.shown)
    rows = [
        [name, f"{min(values):.2f}", f"{statistics.median(values):.2f}", f"{max(values):.2f}"]
        for name, values in (("the tray's icon is shown", shown), ("the port answers", answered))
    ]
    return report.markdown([f"start until, s, {times} times", "least", "median", "most"], rows)


def _idle(
    screen: Screen, profile: Profile, streams: Streams, upstream: int, seconds: float = 30
) -> str:
    rows = []
    with running(screen, profile) as program:
        time.sleep(20)
        rows.append(_state("no window", program, seconds))
        with _flowing(streams, profile, upstream):
            rows.append(_state("no window, one stream of 100 deltas a second", program, seconds))
        program.do("open_all")
        time.sleep(5)
        rows.append(_state("settings, usage, requests and help open", program, seconds))
        program.do("close_all")
        time.sleep(5)
        rows.append(_state("closed again", program, seconds))
    return report.markdown(["", "memory (RSS), MiB", "its share (PSS), MiB", "CPU, %"], rows)


@contextlib.contextmanager
def _flowing(streams: Streams, profile: Profile, upstream: int) -> Iterator[None]:
    streams.begin(profile, 1, upstream)
    yield
    streams.end()


def _state(name: str, program: Program, seconds: float) -> list[str]:
    memory = {
        line.split()[0].rstrip(":"): int(line.split()[1]) / 1024
        for line in Path(f"/proc/{program.pid}/smaps_rollup").read_text().splitlines()[1:]
    }
    before, began = cpu_seconds(program.pid), time.monotonic()
    time.sleep(seconds)
    used = (cpu_seconds(program.pid) - before) / (time.monotonic() - began)
    return [name, f"{memory['Rss']:.0f}", f"{memory['Pss']:.0f}", f"{used:.2%}".rstrip("%")]


if __name__ == "__main__":
    main()
