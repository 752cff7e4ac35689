"""What is known of one client program, and what it is told about us."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from app.connect.plan import Plan

_PROGRAMS = (
    Path("/opt/homebrew/bin"),
    Path("/home/linuxbrew/.linuxbrew/bin"),
    Path("/usr/local/bin"),
)

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Access:
    """How clients reach us: `base_url` without /v1, a key, and the model to begin with.

    `model` is "" where the client's own default will do; `small_model` the same for background
    work.
    """

    base_url: str
    key: str = field(repr=False)
    profile: str = "default"
    model: str = ""
    small_model: str = ""
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """Where to look: the home folder, the environment, the platform as `sys.platform` says.

    `programs` are the system's own folders of programs, which a desktop session's PATH may lack.
    """

    home: Path
    environ: Mapping[str, str]
    platform: str
    programs: tuple[Path, ...] = ()

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Machine":
        """This machine, as a process with this environment sees it."""
        home = environ.get("HOME") or environ.get("USERPROFILE")
        programs = () if sys.platform == "win32" else _PROGRAMS
        return cls(Path(home) if home else Path.home(), environ, sys.platform, programs)


@dataclass(frozen=True, slots=True)
class Found:
    """The program on this machine; `binary` is None where only its settings were found."""

    binary: Path | None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text to copy.

    `language` is "shell", "fish", "powershell", "python", "javascript", "toml" or "text".
    """

    title: str
    language: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a client does not use us. `fix` is the label of its button, "" without one."""

    id: str
    severity: Severity
    sentence: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """How it is started through us without any file: variables first, then the words.

    `unset` are variables that must not be there. No key is ever among the words: others on the
    machine can read those.
    """

    words: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    unset: tuple[str, ...] = ()


class Client(Protocol):
    """One client program. Pure apart from reading: nothing is written here."""

    @property
    def id(self) -> str:
        """Such as "claude-code"; never changes."""
        ...

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def docs(self) -> str:
        """Where its makers document these settings."""
        ...

    @property
    def warning(self) -> str:
        """What a person must know before connecting it, "" where nothing."""
        ...

    @property
    def unserved(self) -> str:
        """Why it cannot use us at all, "" where it can."""
        ...

    def find(self, machine: Machine) -> Found | None:
        """The program on this machine, None where there is no trace of it."""
        ...

    def config_files(self, machine: Machine) -> Sequence[Path]:
        """The files that `default_plan` edits."""
        ...

    def default_plan(self, machine: Machine, access: Access) -> Plan | None:
        """What makes us its default; None where that is not possible by a file."""
        ...

    def profile_plan(self, machine: Machine, access: Access) -> Plan | None:
        """A file of our own that it can be started with; None where it knows no such thing."""
        ...

    def profile_words(self, machine: Machine) -> tuple[str, ...]:
        """The words that start it with the file of `profile_plan`; none where it knows no such."""
        ...

    def start(self, machine: Machine, access: Access) -> Start | None:
        """How to start it through us; None where variables and words are not enough."""
        ...

    def launch(self, machine: Machine, access: Access) -> Snippet:
        """A command line that starts it through us and touches no file."""
        ...

    def trial(self, prompt: str) -> tuple[str, ...]:
        """The words after the program's that make it answer `prompt` and end; none: it cannot."""
        ...

    def conflicts(self, machine: Machine) -> Sequence[Finding]:
        """Variables and settings that would win over ours."""
        ...
