"""The desktop program under measure: a screen of its own, a filled profile, and what it is told."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

from app.storage.batch import write
from app.storage.database import Database
from app.storage.records import Entry
from tests.bench import year
from tests.bench.processes import KEY, ROOT, configure, free_port, stop, wait_for
from tests.desktop.xvfb.display import Screen

ROWS = 100_000
_BATCH = 1000
_SETTINGS = """schema_version = 1

[server]
port = {port}

[desktop]
theme = "light"
language = "en"
"""


class Profile:
    """A profile with two providers at `upstream` and, unless `rows` is 0, a year of requests."""

    def __init__(self, folder: Path, upstream: int, rows: int = ROWS) -> None:
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        (folder / "config.toml").write_text(_SETTINGS.format(port=self.port))
        configure(folder, upstream)
        if rows:
            _fill(folder / "data" / "usage.db", rows)


def _fill(file: Path, count: int) -> None:
    """Write the rows of a year that ends now, with all their sums."""
    file.parent.mkdir(exist_ok=True)
    found = sorted(year.rows(count), key=lambda row: row.started_ms)
    moved = int(time.time() * 1000) - found[-1].started_ms - 60_000
    database = Database.open(f"sqlite:///{file.as_posix()}", print)
    for start in range(0, len(found), _BATCH):
        with database.writing() as connection:
            rows = found[start : start + _BATCH]
            entries = [Entry(replace(row, started_ms=row.started_ms + moved)) for row in rows]
            write(connection, entries, again=False)
    database.close()


class Program:
    """The running desktop program. Times are seconds since the process was started."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, began: int) -> None:
        self._process = process
        self.pid = process.pid
        wait_for(port, process)
        self.answered = (time.monotonic_ns() - began) / 1e9
        self.shown = (self._line()["shown"] - began) / 1e9

    def do(self, gesture: str) -> tuple[int, int]:
        """Have it do a gesture; when that began and ended, in nanoseconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{gesture}\n")
        self._process.stdin.flush()
        told = self._line()
        return told["began"], told["ended"]

    def _line(self) -> dict[str, int]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        told: dict[str, int] = json.loads(line) if line else {}
        if not told or "error" in told:
            raise RuntimeError(f"the desktop program: {told or 'ended early'}")
        return told


@contextlib.contextmanager
def running(screen: Screen, profile: Profile) -> Iterator[Program]:
    """Start it as at login, and end it as a session does."""
    command = [sys.executable, "-m", "tests.bench.in_desktop", "--profile", str(profile.folder)]
    with (profile.folder / "said.log").open("ab") as said:
        began = time.monotonic_ns()
        process = subprocess.Popen(
            [*command, "tray", "--minimised"],
            cwd=ROOT,
            env={**screen.environ, "DRAGOMAN_CLIENT_KEY": KEY, **_kept()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            yield Program(process, profile.port, began)
        finally:
            process.terminate()
            stop(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _kept() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}


class Streams:
    """Endless paced streams, read by a process of their own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.streams"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        stop(self._process)
        self._process.stdout.close()

    def begin(self, profile: Profile, clients: int, upstream: int, direct: int = 1) -> None:
        """Open `clients` streams of the gateway and `direct` ones of the provider."""
        wanted = {"port": profile.port, "path": "/bench/v1/messages", "key": KEY}
        self._say(
            json.dumps({**wanted, "clients": clients, "upstream": upstream, "direct": direct})
        )
        self._line()

    def end(self) -> list[list[tuple[int, int]]]:
        """Close them; when each delta of each stream came and was sent, the direct ones last."""
        self._say("end")
        came: list[list[tuple[int, int]]] = json.loads(self._line())
        return came

    def _say(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the reader of streams ended early")
        return line
