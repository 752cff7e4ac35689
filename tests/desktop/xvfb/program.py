"""The real `dragoman` on a desktop of its own, with a profile, a port and a provider."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from app.desktop.tray import mark
from tests.desktop.xvfb.display import Screen

ROOT = Path(__file__).resolve().parents[3]
CLIENT_KEY = "drg-canary-client-0123456789abcdefghijklmnop"
SETTINGS = """schema_version = 1
default_provider = "demo"
default_model = "demo"

[server]
port = {port}

[desktop]
theme = "light"
language = "en"

[providers.demo]
preset = "demo"
"""


class DesktopProgram:
    """One profile; `start` it as often as a person would double-click."""

    def __init__(self, screen: Screen, settings: str = SETTINGS) -> None:
        self.screen = screen
        self.port = free_port()
        self.profile = screen.folder / "profile"
        self.profile.mkdir()
        (self.profile / "config.toml").write_text(settings.format(port=self.port))

    def start(self, *words: str, built: Path | None = None) -> "subprocess.Popen[bytes]":
        """Start it, with further words on its command line; `built` is a program to start."""
        kept = {
            name: os.environ[name] for name in ("COVERAGE_PROCESS_START",) if name in os.environ
        }
        program = [str(built)] if built is not None else [sys.executable, "-m", "app"]
        return self.screen.start(
            [*program, "--profile", str(self.profile), *words],
            PYTHONPATH=str(ROOT),
            DRAGOMAN_CLIENT_KEY=CLIENT_KEY,
            **kept,
        )

    def answers(self) -> bool:
        """Whether somebody listens on the port."""
        with socket.socket() as trial:
            trial.settimeout(1.0)
            return trial.connect_ex(("127.0.0.1", self.port)) == 0

    def on(self) -> tuple[int, int]:
        """Wait until the icon says that it is on; where it is."""
        place = self.screen.found(mark.ON)
        self.screen.until(self.answers, "the port does not answer")
        return place

    def off(self) -> tuple[int, int]:
        """Wait until the icon says that it is off; where it is."""
        place = self.screen.found(mark.OFF)
        self.screen.until(lambda: not self.answers(), "the port still answers")
        return place

    def ended(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait for its end; the exit code."""
        self.screen.until(lambda: process.poll() is not None, "it does not end")
        code = process.returncode
        assert isinstance(code, int)
        return code

    def stop(self, process: "subprocess.Popen[bytes]") -> int:
        """End it as a session does; the exit code."""
        process.send_signal(signal.SIGTERM)
        return self.ended(process)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
