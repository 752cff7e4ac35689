"""Windows without a display: every test here runs on Qt's event loop, with one application."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.event_loop import event_loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], Any]]:
    """Run coroutines on the loop that the desktop application has."""
    return {"qt": _loop}


def _loop() -> Any:
    return event_loop(QApplication.instance() or QApplication([]))
