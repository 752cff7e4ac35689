import subprocess
import sys

PROGRAM = """
import asyncio, sys
from app.desktop.windows import preparation
from app.desktop.windows.opener import _WINDOWS
from app.desktop.windows.settings.pages.table import pages

wanted = {place.partition(":")[0] for place in _WINDOWS.values()}
wanted |= {f"app.desktop.windows.settings.pages.{entry.name}.page" for entry in pages()}
assert not wanted & set(sys.modules)
asyncio.run(preparation.prepare(after=0, rest=0))
assert wanted <= set(sys.modules), wanted - set(sys.modules)
"""


def test_every_window_and_page_is_imported_before_it_is_opened() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
