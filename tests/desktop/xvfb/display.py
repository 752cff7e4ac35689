"""A desktop of one's own: Xvfb, a window manager, a session bus, and a panel that takes icons.

    with desktop("trayer") as screen:
        process = screen.start([sys.executable, "-m", "app"])
        x, y = screen.find(mark.ON)
        screen.click(x, y, button=3)

Programs that are missing make `missing()` name them; `DRAGOMAN_REQUIRE_CLIENTS` forbids that.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QColor, QImage

Host = Literal["trayer", "lxqt", "none"]

WIDTH, HEIGHT = 1200, 800
PANEL = 40  # the rows at the top that a panel may have
_PANELS: dict[Host, list[str]] = {
    "trayer": [  # XEmbed
        *("trayer", "--edge", "top", "--align", "right", "--SetDockType", "true"),
        *("--height", "28", "--widthtype", "request"),
    ],
    "lxqt": ["lxqt-panel"],  # StatusNotifierItem
    "none": [],
}
_LXQT = """[General]
panels=panel1
[panel1]
position=Top
panelSize=32
width=100
width-percent=true
plugins=statusnotifier
[statusnotifier]
type=statusnotifier
alignment=Right
"""
_WATCHER = "org.kde.StatusNotifierWatcher"
_HAS_HOST = (
    *("dbus-send", "--session", "--print-reply", f"--dest={_WATCHER}", "/StatusNotifierWatcher"),
    *("org.freedesktop.DBus.Properties.Get", f"string:{_WATCHER}"),
    "string:IsStatusNotifierHostRegistered",
)
_NEEDED = ("Xvfb", "openbox", "dbus-daemon", "dbus-send", "xdotool", "import", "xdpyinfo")
_UNANSWERED_SECONDS = 8.0  # after which a person clicks again
_PATIENT = 20  # looks for an icon before the panel is helped
_NEAR = 24  # how far a colour may be off: panels scale icons


def missing(host: Host = "none") -> list[str]:
    """The programs that are not installed here."""
    needed = (*_NEEDED, *_PANELS[host][:1])
    return [program for program in needed if shutil.which(program) is None]


@dataclass
class Screen:
    """One desktop. `environ` is what a program on it is started with, in a home of its own."""

    folder: Path
    environ: dict[str, str]
    _programs: ExitStack = field(repr=False)

    def start(self, command: Sequence[str], **variables: str) -> "subprocess.Popen[bytes]":
        """Start a program on it; it is ended with the desktop. Its output is in `output`."""
        log = self._programs.enter_context(self.log.open("ab"))
        process = subprocess.Popen(
            command,
            env={**self.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.folder,
        )
        self._programs.callback(_end, process)
        return process

    def start_panel(self, host: Host) -> "subprocess.Popen[bytes]":
        """Start a panel, and wait until it takes icons."""
        settings = self.folder / "config" / "lxqt"
        settings.mkdir(exist_ok=True)
        (settings / "panel.conf").write_text(_LXQT)
        panel = self.start(_PANELS[host])
        if host == "lxqt":
            self.until(lambda: "boolean true" in self.run(*_HAS_HOST), "no panel takes icons")
            self.until(lambda: bool(self.windows("LXQt Panel")), "no panel is to be seen")
        return panel

    @property
    def log(self) -> Path:
        """What programs said."""
        return self.folder / "programs.log"

    @property
    def output(self) -> str:
        """The same, read."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def run(self, *command: str) -> str:
        """Run a program on it to its end; its standard output."""
        done = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout

    def picture(self, path: Path | None = None) -> QImage:
        """What is on the screen now; also kept as `path`."""
        kept = path or self.folder / "screen.png"
        subprocess.run(
            ["import", "-window", "root", str(kept)], env=self.environ, timeout=30, check=True
        )
        return QImage(str(kept))

    def find(self, color: str, *, top: int = 0, bottom: int = PANEL) -> tuple[int, int] | None:
        """The middle of what has `color` between two rows, None where nothing has."""
        return middle(self.picture(), QColor(color), top, bottom)

    def found(self, color: str, *, top: int = 0, bottom: int = PANEL) -> tuple[int, int]:
        """The same, waited for until it stays in its place: panels move icons about at first."""
        seen: list[tuple[int, int] | None] = [None]

        def stays() -> bool:
            if len(seen) > _PATIENT and seen[-1] is None:
                # A busy lxqt-panel forgets to paint an icon until it is pointed at.
                at = (WIDTH - 16, 16) if len(seen) % 2 else (WIDTH // 2, HEIGHT // 2)
                self.run("xdotool", "mousemove", *map(str, at))
                time.sleep(0.3)
            seen.append(self.find(color, top=top, bottom=bottom))
            return seen[-1] is not None and seen[-1] == seen[-2]

        self.until(stays, f"nothing on the screen is {color}")
        place = seen[-1]
        assert place is not None
        return place

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Press and let go."""
        self.run("xdotool", "mousemove", str(x), str(y))
        self.run("xdotool", "click", str(button))

    def click_until(
        self, place: tuple[int, int], condition: Callable[[], bool], said: str, button: int = 1
    ) -> None:
        """Click until `condition` holds: a busy lxqt-panel swallows the first click on an icon."""
        clicked = 0.0

        def holds() -> bool:
            nonlocal clicked
            if condition():
                return True
            if time.monotonic() - clicked > _UNANSWERED_SECONDS:
                self.click(*place, button=button)
                clicked = time.monotonic()
            return False

        self.until(holds, said)

    def keys(self, *names: str) -> None:
        """Press keys by their X names, one after another."""
        for name in names:
            self.run("xdotool", "key", name)

    def type(self, text: str) -> None:
        """Write a text into whatever has the keyboard."""
        self.run("xdotool", "type", "--delay", "5", text)

    def windows(self, title: str) -> list[str]:
        """The ids of visible windows whose title has `title` in it."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", title).split()

    def window(self, title: str) -> str:
        """The one window with this title, waited for."""
        self.until(lambda: bool(self.windows(title)), f"no window is named {title}")
        return self.windows(title)[0]

    def until(self, condition: Callable[[], bool], said: str, seconds: float = 60) -> None:
        """Wait for `condition`; after `seconds` an AssertionError says what programs said."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                seen = Path(tempfile.gettempdir(), "dragoman-screen.png")
                self.picture(seen)
                raise AssertionError(f"{said}: see {seen}; programs said:\n{self.output[-4000:]}")
            time.sleep(0.1)


@contextmanager
def desktop(host: Host = "trayer") -> Iterator[Screen]:
    """A desktop with this kind of tray, until the block ends."""
    with ExitStack() as programs:
        # A short name: sockets are in it.
        folder = Path(programs.enter_context(tempfile.TemporaryDirectory(prefix="drgm")))
        screen = Screen(folder, _environ(folder), programs)
        screen.environ["DISPLAY"] = _xvfb(screen, programs)
        screen.environ["DBUS_SESSION_BUS_ADDRESS"] = _bus(screen, programs)
        screen.start(["openbox"])
        if _PANELS[host]:
            screen.start_panel(host)
        yield screen


def middle(image: QImage, color: QColor, top: int, bottom: int) -> tuple[int, int] | None:
    """The middle of the pixels that are nearly `color`, between two rows."""
    xs, ys = [], []
    for y in range(top, min(bottom, image.height())):
        for x in range(image.width()):
            pixel = image.pixelColor(x, y)
            if all(
                abs(have - want) <= _NEAR
                for have, want in (
                    (pixel.red(), color.red()),
                    (pixel.green(), color.green()),
                    (pixel.blue(), color.blue()),
                )
            ):
                xs.append(x)
                ys.append(y)
    if len(xs) < 8:  # a stray pixel is no icon
        return None
    return sum(xs) // len(xs), sum(ys) // len(ys)


def _environ(folder: Path) -> dict[str, str]:
    for name in ("home", "config", "data", "run"):
        (folder / name).mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_CURRENT_DESKTOP": "LXQt",
    }


def _xvfb(screen: Screen, programs: ExitStack) -> str:
    read, write = os.pipe()
    process = subprocess.Popen(
        [
            # Without -noreset it starts anew when its first client leaves, and refuses others then.
            *("Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset"),
            *("-screen", "0", f"{WIDTH}x{HEIGHT}x24"),
        ],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    programs.callback(_end, process)
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    screen.environ["DISPLAY"] = display
    screen.until(lambda: "dimensions" in screen.run("xdpyinfo"), "Xvfb does not answer")
    return display


def _bus(screen: Screen, programs: ExitStack) -> str:
    process = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address=1"],
        env=screen.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    programs.callback(_end, process)
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _end(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
