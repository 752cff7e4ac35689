"""The real program in real trays, clicked as a person clicks."""

import socket
from collections.abc import Callable

import pytest

from app.desktop.tray import mark
from tests.desktop.xvfb.display import PANEL, Host, Screen
from tests.desktop.xvfb.program import SETTINGS, DesktopProgram

Desktop = Callable[[Host], Screen]
MENU_ROWS = (PANEL, 400)


def menu_open(screen: Screen) -> bool:
    """Whether something bright lies below the panel of a black screen."""
    picture = screen.picture()
    return any(
        picture.pixelColor(x, y).lightness() > 200
        for y in range(*MENU_ROWS, 4)
        for x in range(picture.width() - 200, picture.width() - 20, 8)
    )


def open_menu(screen: Screen, place: tuple[int, int]) -> None:
    """Open the menu of the icon at `place`."""
    screen.click_until(place, lambda: menu_open(screen), "no menu opens", button=3)


@pytest.mark.parametrize("host", ["trayer", "lxqt"])
def test_the_menu_switches_the_server_off_and_on_and_quits(desktop: Desktop, host: Host) -> None:
    screen = desktop(host)
    program = DesktopProgram(screen)
    process = program.start()
    place = program.on()
    for switched in (program.off, program.on):
        open_menu(screen, place)
        screen.keys("Down", "Return")
        place = switched()
    open_menu(screen, place)
    screen.keys("Up", "Return")
    assert program.ended(process) == 0
    assert not program.answers()
    assert screen.find(mark.ON) is None


@pytest.mark.parametrize("host", ["trayer", "lxqt"])
def test_a_left_click_opens_usage(desktop: Desktop, host: Host) -> None:
    screen = desktop(host)
    program = DesktopProgram(screen)
    process = program.start()
    place = program.on()
    screen.click_until(place, lambda: bool(screen.windows("Usage")), "no window is named Usage")
    assert program.stop(process) == 0


def test_a_panel_that_comes_late_and_one_that_comes_back_have_the_icon(desktop: Desktop) -> None:
    screen = desktop("none")
    program = DesktopProgram(screen)
    process = program.start("tray", "--minimised")
    screen.until(program.answers, "the port does not answer")
    for _ in range(2):
        panel = screen.start_panel("trayer")
        program.on()
        panel.terminate()
        panel.wait()
    assert program.stop(process) == 0


def test_a_second_start_raises_the_first_and_ends(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen)
    first = program.start()
    program.on()
    assert screen.windows("Dragoman") == []
    second = program.start()
    assert program.ended(second) == 0
    screen.window("Dragoman")
    assert first.poll() is None
    assert program.stop(first) == 0


def test_the_first_start_opens_the_first_steps(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen, "[server]\nport = {port}\n")
    process = program.start()
    screen.window("Welcome to Dragoman")
    program.on()
    assert program.stop(process) == 0


def test_at_login_no_window_opens(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen, "[server]\nport = {port}\n")
    process = program.start("tray", "--minimised")
    program.on()
    assert screen.windows("Dragoman") == []
    assert program.stop(process) == 0


def test_a_port_that_is_taken_is_trouble_in_the_tray_and_no_end(desktop: Desktop) -> None:
    screen = desktop("trayer")
    # Without the notification, which this tray shows right below the icon.
    program = DesktopProgram(screen, f"{SETTINGS}[desktop.notifications]\nserver = false\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", program.port))
        taken.listen()
        process = program.start()
        place = screen.found(mark.TROUBLE)
    open_menu(screen, place)
    screen.keys("Down", "Return")
    program.on()
    assert program.stop(process) == 0


def test_it_starts_in_the_state_it_was_left_in(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen)
    process = program.start()
    open_menu(screen, program.on())
    screen.keys("Down", "Return")
    program.off()
    assert program.stop(process) == 0
    again = program.start()
    program.off()
    assert program.stop(again) == 0


def test_what_was_killed_is_taken_over(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen)
    first = program.start()
    program.on()
    first.kill()
    first.wait()
    second = program.start()
    program.on()
    assert program.stop(second) == 0


def test_neither_python_nor_qt_complains(desktop: Desktop) -> None:
    screen = desktop("trayer")
    program = DesktopProgram(screen)
    process = program.start()
    program.on()
    assert program.stop(process) == 0
    assert "Traceback" not in screen.output
    assert "QObject" not in screen.output
    assert "QLayout" not in screen.output
