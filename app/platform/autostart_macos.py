"""A launch agent in ~/Library/LaunchAgents (launchd.plist(5)); it holds from the next login on."""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

from app.platform import atomic


class LaunchAgent:
    """The agent `name` in `folder`."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._path = folder / f"{name}.plist"

    def is_on(self) -> bool:
        """Whether it is there and not disabled in its own file."""
        try:
            agent = plistlib.loads(self._path.read_bytes())
        except (OSError, ValueError, ExpatError):
            return False
        return bool(agent.get("RunAtLoad")) and not agent.get("Disabled")

    def set_command(self, command: Sequence[str]) -> None:
        """Write the agent."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        agent = {
            "Label": self._name,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        atomic.write(self._path, plistlib.dumps(agent), mode=0o644)

    def remove(self) -> None:
        """Delete the agent."""
        self._path.unlink(missing_ok=True)
