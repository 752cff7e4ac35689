"""The processes of a run: provider, load generator, and the gateways under measure."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from tests.bench.load import Job, Measured

ROOT = Path(__file__).resolve().parents[2]
KEY = "dragoman-bench-key-0000000000000000"
_START_TIMEOUT = 30.0
_STOP_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where requests can be sent: a port, a path for Messages, and the process that is measured."""

    name: str
    port: int
    path: str = "/v1/messages"
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """Another gateway to measure beside: `command` runs it, with {port} and {upstream} put in."""

    name: str
    command: Sequence[str]
    path: str = "/v1/messages"
    env: Mapping[str, str] = field(default_factory=dict)


def peers(file: Path | None) -> list[Peer]:
    """The table of peers in the TOML `file`: one [name] section each, with command, path, env."""
    if file is None:
        return []
    return [Peer(name, **entry) for name, entry in tomllib.loads(file.read_text()).items()]


class Worker:
    """One of our own modules as a process that talks in lines."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        stop(self._process)

    def line(self) -> str:
        """The next line that it prints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended early")
        return line

    def measure(self, job: Job) -> Measured:
        """Have the load generator do `job`."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        return Measured(**json.loads(self.line()))


def configure(profile: Path, upstream: int) -> None:
    """Give a fresh profile of ours two providers: one of each dialect, at the same address."""
    base = f"http://127.0.0.1:{upstream}/v1"
    for name, dialect in (("bench", "chat"), ("same", "anthropic")):
        command = [*_cli(profile), "provider", "add", name, "--base-url", base]
        command += ["--dialect", dialect, "--no-key", "--model", "*=*"]
        command += ["--default"] if name == "bench" else []
        done = subprocess.run(command, cwd=ROOT, env=_env(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def dragoman(
    profile: Path, name: str = "translated", *, program: Sequence[str] = ("app",), **more: str
) -> Iterator[Target]:
    """Our gateway on a configured profile, with `more` in its environment: Messages to Chat.

    `program` is the module that is run, with what it takes before the command's own arguments.
    """
    port = free_port()
    command = [sys.executable, "-m", *program, "--profile", str(profile)]
    command += ["serve", "--port", str(port)]
    with _running(command, _env() | more, port, profile / f"{name}.log") as pid:
        yield Target(name, port, "/bench/v1/messages", pid)


def _cli(profile: Path) -> list[str]:
    return [sys.executable, "-m", "app", "--profile", str(profile)]


def _env() -> dict[str, str]:
    return os.environ | {"DRAGOMAN_CLIENT_KEY": KEY}


@contextlib.contextmanager
def peer(one: Peer, folder: Path, upstream: int) -> Iterator[Target]:
    """A peer, started on a free port."""
    port = free_port()
    places = {"port": port, "upstream": upstream}
    command = [part.format_map(places) for part in one.command]
    env = os.environ | {key: value.format_map(places) for key, value in one.env.items()}
    with _running(command, env, port, folder / f"{one.name}.log") as pid:
        yield Target(one.name, port, one.path, pid)


@contextlib.contextmanager
def _running(command: Sequence[str], env: Mapping[str, str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            try:
                wait_for(port, process)
            except RuntimeError as error:
                said = log.read_text("utf-8", "replace")[-2_000:]
                raise RuntimeError(f"{error}\n{said}") from None
            yield process.pid
        finally:
            process.terminate()
            stop(process)


def wait_for(port: int, process: subprocess.Popen[Any]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.002)
    raise RuntimeError(f"{process.args!r} did not open port {port}")


def stop(process: subprocess.Popen[Any]) -> None:
    try:
        process.wait(_STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds(pid: int | None) -> float:
    """The processor time that a process and its children have used."""
    if pid is None:
        return 0.0
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def memory_mib(pid: int) -> float:
    """The resident memory of a process and its children, now."""
    process = psutil.Process(pid)
    sizes = [one.memory_info().rss for one in (process, *process.children(recursive=True))]
    return float(sum(sizes)) / 2**20


def peak_mib(pid: int) -> float:
    """The most resident memory that the process ever had, where Linux tells, else what it has."""
    status = Path(f"/proc/{pid}/status")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(peak[1]) / 1024 if peak else memory_mib(pid)
