import socket
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.desktop.display import has_display


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":4711"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"},
        {"WAYLAND_DISPLAY": "x" * 200, "XDG_RUNTIME_DIR": "/nonexistent"},
    ],
)
def test_a_display_that_is_not_named_or_does_not_answer_is_none(environ: dict[str, str]) -> None:
    assert not has_display(environ, "linux")


def test_a_wayland_compositor_that_answers_is_one() -> None:
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(Path(folder, "wayland-1")))
        compositor.listen()
        environ = {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": folder}
        assert has_display(environ, "linux")


def test_another_machines_display_is_left_to_qt() -> None:
    assert has_display({"DISPLAY": "desk.example:10.0"}, "linux")


def test_a_platform_that_needs_none_has_one() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")


def test_other_systems_always_have_one() -> None:
    assert has_display({}, "win32")
    assert has_display({}, "darwin")
