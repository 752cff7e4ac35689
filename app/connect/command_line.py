"""Commands as text that a person pastes into a shell."""

import shlex
from collections.abc import Mapping, Sequence

from app.connect.clients.client import Snippet, Start


def snippet(title: str, platform: str, start: Start) -> Snippet:
    """The command for this platform's usual shell: PowerShell on Windows, else a POSIX shell."""
    if platform == "win32":
        return Snippet(title, "powershell", powershell(start))
    return Snippet(title, "shell", posix(start))


def posix(start: Start) -> str:
    """For sh, bash and zsh, and fish from 3.1 on: the variables hold for this command only."""
    unset = [word for name in start.unset for word in ("-u", name)]
    set_ = [f"{name}={shlex.quote(value)}" for name, value in start.variables.items()]
    before = ["env", *unset] if unset else []
    return " ".join([*before, *set_, *(shlex.quote(word) for word in start.words)])


def powershell(start: Start) -> str:
    """For PowerShell: the variables hold until its window closes."""
    lines = [f"Remove-Item Env:{name} -ErrorAction Ignore" for name in start.unset]
    lines += powershell_variables(start.variables)
    words = [_powershell_word(word) for word in start.words]
    return "; ".join([*lines, " ".join(words)])


def exports(variables: Mapping[str, str]) -> str:
    """Lines for sh, bash and zsh."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())


def fish_variables(variables: Mapping[str, str]) -> str:
    """Lines for fish."""
    return "\n".join(f"set -gx {name} {_fish_quoted(value)}" for name, value in variables.items())


def powershell_variables(variables: Mapping[str, str]) -> Sequence[str]:
    """Statements for PowerShell."""
    return [f"$env:{name} = {_powershell_quoted(value)}" for name, value in variables.items()]


def _powershell_word(word: str) -> str:
    plain = word.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return word if plain else _powershell_quoted(word)


def _powershell_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
