"""A desktop entry in ~/.config/autostart (the Desktop Application Autostart and Desktop Entry
specifications of freedesktop.org, 1.5).
"""

from collections.abc import Sequence
from pathlib import Path

from app.platform import atomic

_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_OFF = {"hidden": "true", "x-gnome-autostart-enabled": "false"}  # as desktops switch an entry off


class DesktopEntry:
    """The entry `name` in `folder`."""

    def __init__(self, name: str, folder: Path) -> None:
        self._path = folder / f"{name}.desktop"

    def is_on(self) -> bool:
        """Whether it is there, and no desktop's settings switched it off."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return False
        values = {
            key.strip().lower(): value.strip().lower()
            for key, _, value in (line.partition("=") for line in lines)
        }
        return not any(values.get(key) == off for key, off in _OFF.items())

    def set_command(self, command: Sequence[str]) -> None:
        """Write the entry."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        entry = (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Dragoman\n"
            "Comment=Any LLM client on any LLM provider\n"
            f"Exec={_string(' '.join(_argument(each) for each in command))}\n"
            "Icon=dragoman\n"
            "Terminal=false\n"
            "X-GNOME-Autostart-enabled=true\n"
        )
        atomic.write(self._path, entry.encode(), mode=0o644)

    def remove(self) -> None:
        """Delete the entry."""
        self._path.unlink(missing_ok=True)


def _argument(text: str) -> str:
    text = text.replace("%", "%%")
    if text and not _RESERVED.intersection(text):
        return text
    for character in '\\"`$':
        text = text.replace(character, f"\\{character}")
    return f'"{text}"'


def _string(text: str) -> str:
    """Escaped as every value of an entry is, after the arguments were quoted."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
