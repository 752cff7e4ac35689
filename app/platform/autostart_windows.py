"""A value under the user's Run key (learn.microsoft.com, "Run and RunOnce Registry Keys").

Settings and the Task Manager switch such a value off in a key of their own: there its first byte is
odd then, and 0x02 or 0x06 where it is on.
"""

import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class Registry(Protocol):
    """The values below HKEY_CURRENT_USER; each call may raise `OSError`."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value, None where there is none."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Set a string."""
        ...

    def delete(self, key: str, name: str) -> None:
        """Take a value away; nothing where there is none."""
        ...


class RunKey:
    """The value `name`."""

    def __init__(self, name: str, registry: Registry) -> None:
        self._name, self._registry = name, registry

    def is_on(self) -> bool:
        """Whether it is there and nobody switched it off."""
        if self._registry.read(RUN, self._name) is None:
            return False
        approved = self._registry.read(APPROVED, self._name)
        return not (isinstance(approved, bytes) and approved and approved[0] & 1)

    def set_command(self, command: Sequence[str]) -> None:
        """Set the value, and let it count again where it was switched off."""
        self._registry.write(RUN, self._name, subprocess.list2cmdline(command))
        self._registry.delete(APPROVED, self._name)

    def remove(self) -> None:
        """Take both values away."""
        self._registry.delete(RUN, self._name)
        self._registry.delete(APPROVED, self._name)


def current_user() -> Registry:
    """The real one. Raises `OSError` on any other system."""
    if sys.platform != "win32":
        raise OSError("Only Windows has a registry.")
    import winreg

    class CurrentUser:
        def read(self, key: str, name: str) -> str | bytes | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value, _ = winreg.QueryValueEx(opened, name)
            except FileNotFoundError:
                return None
            return value if isinstance(value, bytes) else str(value)

        def write(self, key: str, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def delete(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(
                    winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_SET_VALUE
                ) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                pass

    return CurrentUser()
