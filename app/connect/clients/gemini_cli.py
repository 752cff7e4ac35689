"""Gemini CLI: it speaks the Gemini API alone (0.61.0), which Dragoman does not offer."""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.client import Machine
from app.connect.clients.program import ClientProgram


class GeminiCli(ClientProgram):
    """Listed, so that nobody has to wonder."""

    id = "gemini-cli"
    name = "Gemini CLI"
    docs = (
        "https://github.com/google-gemini/gemini-cli/blob/main/docs/get-started/authentication.md"
    )
    command = "gemini"
    unserved = (
        "Gemini CLI asks in the Gemini API's own form only, which Dragoman does not answer yet."
    )

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (machine.home / ".gemini",)
