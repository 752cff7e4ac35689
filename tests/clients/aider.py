"""Runs the real aider against a gateway."""

from pathlib import Path

from tests.clients import install
from tests.clients.program import Api, Keeps, Program, Run

_MODEL = "deepseek-reasoner"
_ALONE = (
    *("--no-git", "--yes-always", "--analytics-disable", "--no-check-update"),
    *("--no-show-release-notes", "--no-show-model-warnings", "--no-detect-urls"),
    *("--no-pretty", "--no-fancy-input", "--no-suggest-shell-commands"),
)


class Aider:
    """aider, which speaks Chat Completions or Messages, and edits files by what the text says."""

    def __init__(self, folder: Path, api: Api) -> None:
        self._program = Program(install.AIDER.command, folder)
        self.api = api
        self.keeps: Keeps = "nothing"
        self.work = self._program.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        """`aider --message PROMPT`."""
        # A list of prices that it would fetch, were there none.
        self._program.settings(".aider/caches/model_prices_and_context_window.json", {"none": {}})
        vendor, base = ("anthropic", url) if self.api == "messages" else ("openai", f"{url}/v1")
        model = f"{vendor}/{_MODEL}"
        name = vendor.upper()
        return self._program.run(
            *("--model", model, "--weak-model", model, *_ALONE),
            *("--edit-format", "whole", "--message", prompt),
            environment={
                f"{name}_API_BASE": base,
                f"{name}_API_KEY": key,
                "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            },
        )
