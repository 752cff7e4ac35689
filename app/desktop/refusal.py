"""A program that cannot start says so in a window: nobody sees a terminal after a double-click."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.desktop.wording import translate
from app.desktop.wording.sentences import said


async def tell_refusal(sentence: str, ended: asyncio.Event) -> None:
    """Show `sentence` until it was read, or `ended` is set."""
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        "Dragoman",
        translate("Errors", "Dragoman cannot start"),
        QMessageBox.StandardButton.Close,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(said(sentence))
    read = asyncio.Event()
    box.finished.connect(lambda _: read.set())
    box.show()
    waits = {asyncio.ensure_future(each.wait()) for each in (read, ended)}
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    box.close()
    box.deleteLater()
