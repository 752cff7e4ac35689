"""The end of a page in a test, while its loop still runs."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.presenter import Presenter


async def put_away(page: QWidget, presenter: Presenter) -> None:
    """Close a page, as its window does, and wait for what it began by that."""
    page.close()
    presenter.close()
    await presenter.settled()
    page.deleteLater()
