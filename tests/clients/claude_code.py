"""Runs the real Claude Code against a gateway, away from the developer's own settings."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of Claude Code ended."""

    code: int
    output: str
    errors: str


class ClaudeCode:
    """The pinned program, with a HOME and a working folder of its own below `folder`."""

    def __init__(self, program: Sequence[str], folder: Path) -> None:
        self.work = folder / "work"
        self.home = folder / "home"
        self._program = program
        self.work.mkdir(parents=True)
        self.home.mkdir(parents=True)

    def ask(
        self,
        prompt: str,
        *options: str,
        url: str,
        key: str,
        model: str = "deepseek-reasoner",
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> Run:
        """`claude -p PROMPT`, every tool allowed. `model` is one that it does not know."""
        done = subprocess.run(
            [
                *self._program,
                *("-p", prompt),
                *("--model", model),
                "--dangerously-skip-permissions",
                *options,
            ],
            cwd=self.work,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "TERM": "xterm",
                "ANTHROPIC_BASE_URL": url,
                "ANTHROPIC_AUTH_TOKEN": key,
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                "DISABLE_AUTOUPDATER": "1",
                "CLAUDE_CODE_MAX_RETRIES": "3",
                "CLAUDE_CODE_MAX_CONTEXT_TOKENS": "200000",
                "IS_SANDBOX": "1",  # as root it refuses to skip permissions outside of one
                **environment,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)
