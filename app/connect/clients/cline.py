"""Cline, in VS Code and on the command line: its key is a login of its own."""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.by_hand import ByHand
from app.connect.clients.client import Machine


class Cline(ByHand):
    """One way: by hand."""

    id = "cline"
    name = "Cline"
    docs = "https://docs.cline.bot/provider-config/openai-compatible"
    command = "cline"
    steps = "In Cline's settings choose the API provider OpenAI Compatible, and enter:"

    def _traces(self, machine: Machine) -> Sequence[Path]:
        return (machine.home / ".cline",)
