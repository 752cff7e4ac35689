import asyncio

import pytest

from app.desktop.presenters.presenter import Presenter
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners


async def test_what_cannot_be_done_is_told_in_its_own_words() -> None:
    presenter, heard = Presenter(), list[str]()
    presenter.failed.connect(heard.append)

    async def refused() -> None:
        raise ProgramError("The keyring is locked. Unlock it and try again.")

    presenter.spawn(refused())
    await presenter.settled()
    assert heard == ["The keyring is locked. Unlock it and try again."]


@pytest.mark.expects_errors
async def test_a_fault_of_ours_is_logged_and_told_without_words() -> None:
    presenter, heard = Presenter(), list[str]()
    presenter.failed.connect(heard.append)

    async def broken() -> None:
        raise ZeroDivisionError

    presenter.spawn(broken())
    await presenter.settled()
    assert heard == [""]


async def test_closing_ends_its_work_and_its_listening() -> None:
    presenter, heard = Presenter(), list[int]()
    numbers: Listeners[int] = Listeners()
    presenter.watch(numbers.connect(heard.append))
    task = presenter.spawn(_forever())
    await asyncio.sleep(0)
    presenter.close()
    numbers.tell(1)
    await presenter.settled()
    assert task.cancelled()
    assert heard == []


async def _forever() -> None:
    await asyncio.Event().wait()


async def test_work_that_is_cancelled_before_it_begins_is_put_away() -> None:
    presenter = Presenter()
    begun: list[str] = []

    async def work() -> None:
        begun.append("begun")

    presenter.spawn(work())
    presenter.close()
    await presenter.settled()
    assert begun == []
