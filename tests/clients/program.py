"""A client program that is run once for each prompt, away from the developer's own settings."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from tests.clients.elsewhere import Elsewhere

# The wire formats that a client can be told to speak.
Api = Literal["chat", "messages", "responses", "gemini"]

# What a client gives back of the model's reasoning: all of it with the proof that came with it,
# only what it could show with its proof, the words alone, or nothing.
Keeps = Literal["proof", "shown", "words", "nothing"]

_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended, and where it asked for anything that is not on this machine."""

    code: int
    output: str
    errors: str
    elsewhere: tuple[str, ...]


class Agent(Protocol):
    """A client that is told a task and does it, asking a model and using tools."""

    work: Path
    api: Api
    keeps: Keeps

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """Run it to its end, every tool allowed."""
        ...


class Program:
    """A pinned program, with a HOME and a working folder of its own below `folder`."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.work = folder / "work"
        self.home = folder / "home"
        self._command = command
        self._temporary = folder / "tmp"
        for place in (self.work, self.home, self._temporary):
            place.mkdir(parents=True)

    def settings(self, name: str, content: Any) -> None:
        """Write a file of JSON below the HOME."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))

    def run(self, *words: str, environment: Mapping[str, str]) -> Run:
        """Run it with these words to its end."""
        with Elsewhere() as elsewhere:
            done = subprocess.run(
                [*self._command, *words],
                cwd=self.work,
                env={
                    "PATH": os.environ["PATH"],
                    "HOME": str(self.home),
                    "TMPDIR": str(self._temporary),
                    "LANG": "C.UTF-8",
                    "TERM": "xterm",
                    **elsewhere.environment,
                    **environment,
                },
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        return Run(done.returncode, done.stdout, done.stderr, tuple(elsewhere.heard))
