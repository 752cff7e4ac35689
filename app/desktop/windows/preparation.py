"""Brings the windows' code in before a person asks for one: then opening it is short.

A window's modules take longer to import than the window takes to be made, and answers that stream
through the program would wait for that. They come one by one, with rests between, when the start is
over.
"""

import asyncio
import linecache
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from app.providers.catalogue import preset, preset_ids

_AFTER_SECONDS = 2.0
_REST_SECONDS = 0.01
_PACKAGES = ("app.desktop.widgets", "app.desktop.models", "app.desktop.presenters")
_WINDOWS = "app.desktop.windows"


async def prepare(after: float = _AFTER_SECONDS, rest: float = _REST_SECONDS) -> None:
    """Import every module of the windows and read the presets, beginning `after` seconds from now.

    Between two steps are `rest` seconds.
    """
    await asyncio.sleep(after)
    for name in _modules():
        import_module(name)
        await asyncio.sleep(rest)
    for name in preset_ids():
        preset(name)
        await asyncio.sleep(rest)
    # PySide looks into the source of each module that is imported, and Python keeps what it read.
    linecache.clearcache()


def _modules() -> Iterator[str]:
    """What windows are made of, the small parts first."""
    for package in (*_PACKAGES, _WINDOWS):
        found = import_module(package)
        names = [each.name for each in pkgutil.walk_packages(found.__path__, f"{package}.")]
        # Deeper ones are parts of those above.
        yield from sorted(names, key=lambda name: -name.count("."))
