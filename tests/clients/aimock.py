"""aimock, a fake provider that others wrote: what it takes and sends is not our idea of the wires.

    with Aimock(folder, fixtures) as mock:
        mock.url      # speaks Chat Completions, Messages, Responses and Gemini at once

Fixtures are aimock's own: what the last user message holds, and what is answered to it.
"""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.clients import install

KEY = "sk-aimock-0123456789abcdefghijklmnop"
_LISTENING = "listening on "


class Aimock:
    """The pinned program on a port of its own, until the block ends."""

    def __init__(self, folder: Path, fixtures: Sequence[dict[str, Any]]) -> None:
        self.url = ""
        (folder / "fixtures.json").write_text(json.dumps({"fixtures": fixtures}))
        settings = {
            "llm": {"fixtures": str(folder / "fixtures.json")},
            "strict": True,
            "auth": {"apiKeys": [KEY]},
        }
        self._settings = folder / "aimock.json"
        self._settings.write_text(json.dumps(settings))

    def __enter__(self) -> Self:
        words = [*install.AIMOCK.command, "--config", str(self._settings), "--port", "0"]
        self._process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if _LISTENING in line:
                self.url = line.partition(_LISTENING)[2].strip()
                return self
        raise AssertionError(f"aimock did not start:\n{said}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
