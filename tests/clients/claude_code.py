"""Runs the real Claude Code against a gateway, away from the developer's own settings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tests.clients.program import Api, Keeps, Program, Run


class ClaudeCode:
    """The pinned program, with a HOME and a working folder of its own below `folder`."""

    api: Api = "messages"
    keeps: Keeps = "proof"

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._program = Program(command, folder)
        self.work = self._program.work
        self.home = self._program.home

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
        return self._program.run(
            *("-p", prompt, "--model", model, "--dangerously-skip-permissions", *options),
            environment={
                "ANTHROPIC_BASE_URL": url,
                "ANTHROPIC_AUTH_TOKEN": key,
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
                "DISABLE_AUTOUPDATER": "1",
                "CLAUDE_CODE_MAX_RETRIES": "3",
                "CLAUDE_CODE_MAX_CONTEXT_TOKENS": "200000",
                "IS_SANDBOX": "1",  # as root it refuses to skip permissions outside of one
                **environment,
            },
        )
