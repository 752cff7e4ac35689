"""Desktops to test on; without their programs a developer's run leaves these tests out."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.desktop.xvfb import display
from tests.desktop.xvfb.display import Host, Screen


@pytest.fixture
def desktop() -> Iterator[Callable[[Host], Screen]]:
    """Make a desktop with this kind of tray; it ends with the test."""
    with ExitStack() as stack:

        def made(host: Host) -> Screen:
            missing = display.missing(host)
            if missing and not os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"):
                pytest.skip(f"not installed here: {', '.join(missing)}")
            return stack.enter_context(display.desktop(host))

        yield made
