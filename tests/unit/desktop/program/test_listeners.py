from collections.abc import Callable

import pytest

from app.desktop.program.listeners import Listeners


def test_everybody_hears_until_they_end_it() -> None:
    heard: list[tuple[str, int]] = []
    listeners: Listeners[int] = Listeners()
    end = listeners.connect(lambda value: heard.append(("first", value)))
    listeners.connect(lambda value: heard.append(("second", value)))
    listeners.tell(1)
    end()
    end()
    listeners.tell(2)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]


@pytest.mark.expects_errors
def test_one_that_fails_keeps_nobody_from_hearing() -> None:
    heard: list[int] = []
    listeners: Listeners[int] = Listeners()

    def failing(_value: int) -> None:
        raise ValueError

    listeners.connect(failing)
    listeners.connect(heard.append)
    listeners.tell(1)
    assert heard == [1]


def test_a_listener_may_end_itself_while_it_is_told() -> None:
    heard: list[int] = []
    listeners: Listeners[int] = Listeners()

    def once(value: int) -> None:
        heard.append(value)
        end()

    end = listeners.connect(once)
    listeners.tell(1)
    listeners.tell(2)
    assert heard == [1]


def test_one_that_was_closed_by_another_meanwhile_hears_nothing() -> None:
    told: Listeners[int] = Listeners()
    heard: list[int] = []
    endings: list[Callable[[], None]] = []
    told.connect(lambda _: endings[0]())
    endings.append(told.connect(heard.append))
    told.tell(1)
    assert heard == []
