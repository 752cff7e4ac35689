"""Environment variables that lead a client past us: where they are set, and never to what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.connect.clients.client import Machine

_LARGEST = 1_000_000
# sh, bash, zsh; fish; PowerShell. A comment is no setting.
_POSIX = re.compile(r"^\s*(?:export\s+|declare\s+-\S+\s+|typeset\s+-\S+\s+)?([A-Za-z_]\w*)=")
_FISH = re.compile(r"^\s*set\s+(?:-\S+\s+)*-\S*x\S*\s+(?:-\S+\s+)*([A-Za-z_]\w*)\s+\S")
_POWERSHELL = re.compile(r"^\s*\$env:([A-Za-z_]\w*)\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SetVariable:
    """One place that sets a variable; `path` is None for this process's own environment."""

    name: str
    path: Path | None = None
    line: int = 0

    @property
    def place(self) -> str:
        """The place in words."""
        return f"{self.path}, line {self.line}" if self.path is not None else "the environment"


def variables_set(machine: Machine, names: Iterable[str]) -> tuple[SetVariable, ...]:
    """Every place that sets one of these variables to something, files first."""
    wanted = set(names)
    found = [
        SetVariable(name, path, line)
        for path in shell_files(machine)
        for name, line in _settings_in(path)
        if name in wanted
    ]
    in_files = {each.name for each in found}
    found += [
        SetVariable(name)
        for name in sorted(wanted)
        if machine.environ.get(name) and name not in in_files
    ]
    return tuple(found)


def shell_files(machine: Machine) -> tuple[Path, ...]:
    """The files that shells read at their start, those that exist."""
    home, environ = machine.home, machine.environ
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    zsh = Path(environ.get("ZDOTDIR") or home)
    documents = (home / "Documents", home / "OneDrive" / "Documents")
    candidates = (
        *(home / name for name in (".profile", ".bash_profile", ".bash_login", ".bashrc")),
        *(zsh / name for name in (".zshenv", ".zprofile", ".zshrc", ".zlogin")),
        config / "fish" / "config.fish",
        *sorted((config / "fish" / "conf.d").glob("*.fish")),
        *sorted((config / "environment.d").glob("*.conf")),
        config / "powershell" / "profile.ps1",
        config / "powershell" / "Microsoft.PowerShell_profile.ps1",
        *(
            folder / kind / name
            for folder in documents
            for kind in ("PowerShell", "WindowsPowerShell")
            for name in ("profile.ps1", "Microsoft.PowerShell_profile.ps1")
        ),
    )
    return tuple(path for path in candidates if path.is_file())


def _settings_in(path: Path) -> Iterator[tuple[str, int]]:
    pattern = {".fish": _FISH, ".ps1": _POWERSHELL}.get(path.suffix, _POSIX)
    try:
        if path.stat().st_size > _LARGEST:
            return
        text = path.read_text("utf-8", "replace")
    except OSError:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if (match := pattern.match(line)) and not _emptied(line[match.end() :]):
            yield match[1], number


def _emptied(value: str) -> bool:
    return value.strip() in ("", "''", '""')
