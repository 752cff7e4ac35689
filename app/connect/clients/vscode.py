"""The chat of VS Code: it keeps keys in the system's secret store and refers to them in its file,
so that chatLanguageModels.json alone is not enough.
"""

from collections.abc import Sequence
from pathlib import Path

from app.connect.clients.by_hand import ByHand
from app.connect.clients.client import Machine


class VsCode(ByHand):
    """One way: by hand."""

    id = "vscode"
    name = "VS Code chat"
    docs = "https://code.visualstudio.com/docs/agent-customization/language-models"
    command = "code"
    steps = (
        "In VS Code run 'Chat: Manage Language Models', choose Add Models and then Custom Endpoint "
        "with the API type Chat Completions, and enter:"
    )

    def _traces(self, machine: Machine) -> Sequence[Path]:
        if machine.platform == "darwin":
            return (machine.home / "Library" / "Application Support" / "Code" / "User",)
        if machine.platform == "win32":
            roaming = machine.environ.get("APPDATA")
            return ((Path(roaming) if roaming else machine.home) / "Code" / "User",)
        config = machine.environ.get("XDG_CONFIG_HOME")
        return ((Path(config) if config else machine.home / ".config") / "Code" / "User",)
