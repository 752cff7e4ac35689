import asyncio

from PySide6.QtWidgets import QApplication, QMessageBox

from app.desktop.refusal import tell_refusal
from tests.desktop.waiting import until


def boxes() -> list[QMessageBox]:
    found = QApplication.topLevelWidgets()
    return [box for box in found if isinstance(box, QMessageBox) and box.isVisible()]


async def test_the_sentence_stays_until_it_was_read(qapp: object) -> None:
    told = asyncio.ensure_future(tell_refusal("The disk is full.", asyncio.Event()))
    await until(lambda: bool(boxes()))
    (box,) = boxes()
    assert box.informativeText() == "The disk is full."
    box.button(QMessageBox.StandardButton.Close).click()
    await told
    assert boxes() == []


async def test_a_program_that_is_ended_takes_it_away(qapp: object) -> None:
    ended = asyncio.Event()
    told = asyncio.ensure_future(tell_refusal("The disk is full.", ended))
    await until(lambda: bool(boxes()))
    ended.set()
    await told
    assert boxes() == []
