"""`dragoman` without a command, and `dragoman tray`: the desktop application."""

import importlib.util
import sys

import click

from app.cli.exits import FAILED, Exit
from app.cli.session import Session, pass_session

_INSTEAD = "To run the gateway without it: dragoman serve"


@click.command()
@click.option("--minimised", is_flag=True, help="Open no window, as when the system starts it.")
@pass_session
def tray(session: Session, minimised: bool) -> None:
    """Run the desktop application; 'dragoman' alone does the same.

    Its icon is in the tray, or a small window where the desktop has none. Started again, it shows
    itself.
    """
    start(session, minimised=minimised)


def start(session: Session, *, minimised: bool = False) -> None:
    """Run the desktop application until it is quit. Raises `Exit` where it cannot run."""
    _look_for_qt()
    from app.desktop.display import has_display

    if not has_display(session.environ):
        raise Exit(
            FAILED,
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY names one that answers),"
            f" so the desktop application cannot be shown. {_INSTEAD}",
        )
    try:
        from app.bootstrap import desktop
    except ImportError as error:
        raise Exit(FAILED, _library(error)) from error
    try:
        code = desktop.start(session.paths, session.environ, minimised=minimised)
    except OSError as error:
        raise Exit(FAILED, str(error)) from error
    if code:
        raise click.exceptions.Exit(code)


def _look_for_qt() -> None:
    if all(importlib.util.find_spec(name) for name in ("PySide6", "qasync")):
        return
    raise Exit(
        FAILED,
        "The desktop application is not installed. To add it: pipx install 'dragoman[desktop]' "
        f"(or, in a virtual environment, pip install 'dragoman[desktop]'). {_INSTEAD}",
    )


def _library(error: ImportError) -> str:
    sentence = f"Qt cannot be loaded: {error}. "
    if sys.platform.startswith("linux"):
        sentence += (
            "On Debian and Ubuntu: apt install libgl1 libegl1 libxkbcommon0 libdbus-1-3 "
            "libfontconfig1. "
        )
    return sentence + _INSTEAD
