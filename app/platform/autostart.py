"""Starting with the user's login, as each of the three systems does it; for this user only."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

PROGRAM = "dragoman"


class Autostart(Protocol):
    """One program of one user. `set_command` and `remove` raise `OSError`."""

    def is_on(self) -> bool:
        """Whether the system will start it."""
        ...

    def set_command(self, command: Sequence[str]) -> None:
        """Let the system start `command`: a program with its full path, and its arguments."""
        ...

    def remove(self) -> None:
        """Let the system not start it; nothing where it did not."""
        ...


def autostart(name: str = PROGRAM) -> Autostart:
    """This system's way. `name` tells several entries of one user apart."""
    if sys.platform == "win32":
        from app.platform.autostart_windows import RunKey, current_user

        return RunKey(name, current_user())
    if sys.platform == "darwin":
        from app.platform.autostart_macos import LaunchAgent

        return LaunchAgent(name, Path.home() / "Library" / "LaunchAgents")
    from app.platform.autostart_linux import DesktopEntry

    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return DesktopEntry(name, Path(config) / "autostart")


def starts_at_login(name: str = PROGRAM) -> bool:
    """Whether the system starts the program at login."""
    return autostart(name).is_on()


def start_at_login(on: bool, command: Sequence[str], name: str = PROGRAM) -> None:
    """Switch that; `command` is what is started. Raises `OSError`."""
    if on:
        autostart(name).set_command(command)
    else:
        autostart(name).remove()


def login_command(profile: Path | None = None) -> list[str]:
    """The command that starts this very program quietly, for the profile in a folder of its own."""
    if getattr(sys, "frozen", False):  # built by PyInstaller: the program is the interpreter
        command = [sys.executable]
    else:
        script = Path(sys.executable).with_name("dragoman.exe" if os.name == "nt" else "dragoman")
        command = [str(script)] if script.exists() else [sys.executable, "-m", "app"]
    if profile is not None:
        command += ["--profile", str(profile)]
    return [*command, "tray", "--minimised"]
