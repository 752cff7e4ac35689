"""Where programs are installed, beyond the PATH that a desktop session happens to have."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.connect.clients.client import Machine


def binaries(machine: Machine, *names: str) -> tuple[Path, ...]:
    """Every installation of a program, the one that a shell would start first; links followed once.

    The same file reached by two ways is told once.
    """
    found: dict[Path, Path] = {}
    for folder in (*_search_path(machine), *_usual_folders(machine)):
        for name in names:
            for path in _spellings(machine, folder / name):
                if path.is_file() and (os.access(path, os.X_OK) or machine.platform == "win32"):
                    found.setdefault(path.resolve(), path)
                    break
    return tuple(found.values())


def version_words(binary: Path) -> tuple[str, ...]:
    """The command that makes a program tell its version."""
    return (str(binary), "--version")


def search_path(binary: Path, environ: Mapping[str, str]) -> str:
    """The PATH that a program is to run with: its own folder first, as Node.js is beside its own.

    A desktop session's PATH lacks the folders of nvm and its like.
    """
    return os.pathsep.join(filter(None, (str(binary.parent), environ.get("PATH", ""))))


def version_in(output: str) -> str:
    """The version in what a program printed for `version_words`, "" where there is none."""
    for word in output.replace(",", " ").split():
        digits = word.lstrip("v")
        if digits[:1].isdigit() and "." in digits:
            return digits
    return ""


def _search_path(machine: Machine) -> Iterator[Path]:
    for folder in machine.environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)


def _usual_folders(machine: Machine) -> Sequence[Path]:
    home, environ = machine.home, machine.environ
    if machine.platform == "win32":
        roaming = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
        local = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        return (
            home / ".local" / "bin",
            roaming / "npm",
            home / ".bun" / "bin",
            local / "Volta" / "bin",
            home / "scoop" / "shims",
            local / "Microsoft" / "WinGet" / "Links",
        )
    nvm = Path(environ.get("NVM_DIR") or home / ".nvm") / "versions" / "node"
    # The newest Node.js of nvm first.
    of_nvm = sorted(nvm.glob("v*/bin"), key=_node_version, reverse=True)
    return (
        home / ".local" / "bin",
        home / ".claude" / "local",
        home / ".opencode" / "bin",
        home / ".npm-global" / "bin",
        home / ".bun" / "bin",
        Path(environ.get("VOLTA_HOME") or home / ".volta") / "bin",
        *of_nvm,
        *machine.programs,
    )


def _node_version(folder: Path) -> tuple[int, ...]:
    numbers = folder.parent.name.lstrip("v").split(".")
    return tuple(int(number) for number in numbers if number.isdigit())


def _spellings(machine: Machine, path: Path) -> Sequence[Path]:
    if machine.platform != "win32":
        return (path,)
    return tuple(path.with_name(path.name + ending) for ending in (".exe", ".cmd", ".bat"))
