"""Whether there is a display to draw on: without one Qt ends the process, and nobody learns why."""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

# Qt's platforms that draw on none; tests and screenshots use them.
_WITHOUT = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a display that `environ` names answers; other systems than Linux have one."""
    if not platform.startswith("linux"):
        return True
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WITHOUT:
        return True
    return _wayland(environ) or _x11(environ.get("DISPLAY", ""))


def _wayland(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    return _answers(str(Path(environ.get("XDG_RUNTIME_DIR", "/"), name)))


def _x11(display: str) -> bool:
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host not in ("", "unix"):
        return True  # another machine's: Qt finds out
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers of this machine listen
    return _answers(path) or _answers(f"\0{path}")


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(2.0)
        try:
            trial.connect(address)
        except (OSError, ValueError):  # ValueError: a path that is too long
            return False
    return True
