"""Which program has a port, as each of the three systems tells it. Everything here blocks."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence

from app.platform import sockets

Run = Callable[[Sequence[str]], str]

_SECONDS = 3.0


def port_holder(port: int) -> str:
    """The program that listens on a TCP port ("nginx, process 4711"), "" where nobody is seen."""
    if sys.platform.startswith("linux"):
        return sockets.holder(port) or ""
    if sys.platform == "darwin":
        return by_lsof(port, _run)
    return by_netstat(port, _run)


def by_lsof(port: int, run: Run) -> str:
    """The same by lsof (macOS), whose -F prints a field a line: p the id, c the command."""
    told = run(("lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"))
    found = re.search(r"^p(\d+)\n(?:.*\n)*?c(.+)$", told, re.MULTILINE)
    return f"{found[2]}, process {found[1]}" if found else ""


def by_netstat(port: int, run: Run) -> str:
    """The same by netstat and tasklist (Windows)."""
    told = run(("netstat", "-a", "-n", "-o", "-p", "TCP"))
    for line in told.splitlines():
        columns = line.split()
        # A listener's remote port is 0; the state's own word is in the system's language.
        if len(columns) < 4 or columns[0] != "TCP":
            continue
        if columns[1].endswith(f":{port}") and columns[2].endswith(":0"):
            return _named(columns[-1], run)
    return ""


def _named(process: str, run: Run) -> str:
    row = run(("tasklist", "/FI", f"PID eq {process}", "/FO", "CSV", "/NH"))
    found = re.match(r'\s*"([^"]+)","(\d+)"', row)
    return f"{found[1]}, process {found[2]}" if found else f"process {process}"


def _run(command: Sequence[str]) -> str:
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs of the system, a number among the words
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            creationflags=hidden,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
