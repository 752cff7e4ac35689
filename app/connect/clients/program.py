"""What is alike for most client programs; each says only what is its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from app.connect import command_line
from app.connect.clients.client import Access, Finding, Found, Machine, Snippet, Start
from app.connect.conflicts import SetVariable, variables_set
from app.connect.detect import binaries
from app.connect.failure import ConnectError
from app.connect.plan import Plan

# A model's name where a client must be told one and Dragoman has none to tell.
ANY_MODEL = "default"


class ClientProgram:
    """A `Client` that is told by a command only, and has no settings; subclasses say more."""

    id: ClassVar[str]
    name: ClassVar[str]
    docs: ClassVar[str]
    command: ClassVar[str]
    warning: ClassVar[str] = ""
    unserved: ClassVar[str] = ""
    # Variables that win over what we write, and those that only spoil a command with others.
    winning: ClassVar[tuple[str, ...]] = ()

    def find(self, machine: Machine) -> Found | None:
        """The program, or its settings without it."""
        found = binaries(machine, self.command)
        if found:
            return Found(found[0])
        return Found(None) if any(path.exists() for path in self._traces(machine)) else None

    def config_files(self, machine: Machine) -> Sequence[Path]:
        """The files that `default_plan` edits."""
        plan = self.default_plan(machine, _NOTHING)
        return tuple(file.path for file in plan.files) if plan is not None else ()

    def default_plan(self, machine: Machine, access: Access) -> Plan | None:  # noqa: ARG002 - the protocol's
        """None: no file makes us its default."""
        return None

    def profile_plan(self, machine: Machine, access: Access) -> Plan | None:  # noqa: ARG002 - the protocol's
        """None: it cannot be started with a file of ours."""
        return None

    def profile_words(self, machine: Machine) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        """None."""
        return ()

    def start(self, machine: Machine, access: Access) -> Start | None:  # noqa: ARG002 - the protocol's
        """None: variables and words are not enough."""
        return None

    def launch(self, machine: Machine, access: Access) -> Snippet:
        """`start` as text. Raises `ConnectError` where it cannot be started through us."""
        start = self.start(machine, access)
        if start is None:
            raise ConnectError(self.unserved or f"{self.name} cannot be started through Dragoman.")
        return command_line.snippet(self.name, machine.platform, start)

    def trial(self, prompt: str) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's
        """None: it cannot be asked without a person."""
        return ()

    def conflicts(self, machine: Machine) -> Sequence[Finding]:
        """Variables that win over our settings."""
        return [self._winning(each) for each in variables_set(machine, self.winning)]

    def _winning(self, variable: SetVariable) -> Finding:
        return Finding(
            f"variable:{variable.name}",
            "error",
            f"{variable.name} is set in {variable.place}, and wins over what Dragoman writes for "
            f"{self.name}. Take that line out and open a new terminal.",
        )

    def _traces(self, machine: Machine) -> Sequence[Path]:
        """Files and folders that are there where it was used once."""
        return self.config_files(machine)


def first_model(access: Access) -> str:
    """The model to begin with, for a client that must name one."""
    return access.model or next(iter(access.models), ANY_MODEL)


def all_models(access: Access) -> tuple[str, ...]:
    """The models to list, the first one first; for a client that knows only those listed."""
    return tuple(dict.fromkeys((first_model(access), *access.models)))


_NOTHING = Access("http://127.0.0.1:1", "")
