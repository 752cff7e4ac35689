"""Runs the real Codex against a gateway, away from the developer's own settings."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.clients import program

_KEY = "DRAGOMAN_TEST_KEY"
_SETTINGS = """
model_provider = "local"
approval_policy = "never"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false

[features]
plugins = false

[analytics]
enabled = false

[feedback]
enabled = false

[model_providers.local]
name = "local"
base_url = "{url}/v1"
env_key = "{key}"
wire_api = "responses"
"""


class Run(program.Run):
    """How a run of Codex ended, and the events that it told (`--json`)."""

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events, in order."""
        return [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]

    def items(self, kind: str) -> list[dict[str, Any]]:
        """The completed items of one type."""
        done = [event["item"] for event in self.events if event["type"] == "item.completed"]
        return [item for item in done if item["type"] == kind]

    @property
    def said(self) -> list[str]:
        """The model's messages."""
        return [item["text"] for item in self.items("agent_message")]


class Codex:
    """The pinned program, with a CODEX_HOME and a working folder of its own below `folder`."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._program = program.Program(command, folder)
        self.work = self._program.work
        self.home = self._program.home
        (self.home / ".codex").mkdir()

    def ask(
        self,
        prompt: str,
        *,
        url: str,
        key: str,
        model: str = "deepseek-reasoner",
        resume: bool = False,
        options: Sequence[str] = (),
    ) -> Run:
        """`codex exec PROMPT`, every tool allowed; `resume` goes on with the last conversation."""
        settings = _SETTINGS.format(url=url, key=_KEY)
        (self.home / ".codex" / "config.toml").write_text(settings)
        last = ("resume", "--last") if resume else ()
        always = ("--skip-git-repo-check", "--json", "--model", model)
        return self.run("exec", *last, *always, *options, prompt, environment={_KEY: key})

    def built_in(
        self,
        prompt: str,
        *,
        url: str,
        key: str,
        model: str,
        options: Sequence[str] = (),
    ) -> Run:
        """The same with its own provider for OpenAI, which is only told another address."""
        settings = _SETTINGS.replace('model_provider = "local"', "").format(url=url, key=_KEY)
        (self.home / ".codex" / "config.toml").write_text(settings)
        where = ("-c", f'openai_base_url="{url}/v1"')
        always = ("--skip-git-repo-check", "--json", "--model", model, *where)
        return self.run("exec", *always, *options, prompt, environment={"CODEX_API_KEY": key})

    def run(self, *words: str, environment: Mapping[str, str] = MappingProxyType({})) -> Run:
        """`codex WORDS`, with the settings that are in its HOME."""
        run = self._program.run(*words, environment=environment)
        return Run(run.code, run.output, run.errors, run.elsewhere)
