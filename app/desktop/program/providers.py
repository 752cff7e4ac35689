"""Providers: what is known of them now, their keys and their test."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.desktop.program.listeners import Listeners


class Health(StrEnum):
    """What the last requests or the last test say of a provider."""

    UNKNOWN = "unknown"
    OK = "ok"
    SLOW = "slow"
    LIMITED = "limited"
    KEY_REJECTED = "key_rejected"
    FAILING = "failing"
    OFF = "off"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """Where one key of a provider lives, never the key: `place` is "keyring", "env" or "file".

    `reference` is the settings' own word for it (keyring:deepseek); `readable` is False where it is
    known that it cannot be had now, and `reason` says why.
    """

    reference: str
    place: str
    readable: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProviderStatus:
    """One provider as a card shows it; `reason` is a sentence wherever `health` is not OK.

    `spent` is this month's money in micros by currency. `models` are those that are offered.
    """

    name: str
    label: str
    preset: str
    host: str
    dialect: str
    enabled: bool
    default: bool
    local: bool
    health: Health
    reason: str = ""
    secrets: tuple[StoredSecret, ...] = ()
    models: tuple[str, ...] = ()
    spent: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewProvider:
    """A provider to add. `key` is what a person pasted: it goes to the keyring and nowhere else.

    `secret` in its place is a reference (env:NAME, file:/path). `base_url` None takes the preset's.
    """

    name: str
    preset: str
    base_url: str | None = None
    key: str = field(default="", repr=False)
    secret: str = ""
    models: tuple[str, ...] = ()
    dialect: str | None = None


@dataclass(frozen=True, slots=True)
class TestStep:
    """One step of a provider's test: "network", "tls", "auth", "model", "stream", "tool call"."""

    __test__ = False  # no test of pytest's

    name: str
    ok: bool
    sentence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server that answers on this machine: Ollama, LM Studio, llama.cpp or vLLM.

    `provider` is the name under which it is set up already, "" where it is not.
    """

    preset: str
    label: str
    base_url: str
    models: tuple[str, ...]
    provider: str = ""


class Providers(Protocol):
    """Everything about providers that is no plain setting."""

    @property
    def changed(self) -> Listeners[None]:
        """Told when a status changed."""
        ...

    def statuses(self) -> Sequence[ProviderStatus]:
        """Every provider, in the settings' order."""
        ...

    async def add(self, draft: NewProvider) -> str:
        """Keep the key, then the settings; gives the provider's name. Raises `ProgramError`."""
        ...

    async def remove(self, name: str) -> None:
        """Take it away; `Configuration.undo` brings it back with its keys. Raises `ProgramError`.

        Keys in the keyring are deleted when nothing can bring the provider back any more.
        """
        ...

    async def add_key(self, name: str, key: str) -> None:
        """Keep one more key for it, or its first. Raises `ProgramError` (the keyring's reason)."""
        ...

    async def add_reference(self, name: str, reference: str) -> None:
        """Read one more key of it, or its first, from where env:NAME or file:/path says.

        Raises `ProgramError` (field "key").
        """
        ...

    async def replace_key(self, name: str, reference: str, key: str) -> None:
        """Keep `key` in the place of the one behind `reference`. Raises `ProgramError`."""
        ...

    async def remove_key(self, name: str, reference: str) -> None:
        """Forget one key. Raises `ProgramError`."""
        ...

    def test(self, name: str, model: str | None = None) -> AsyncIterator[TestStep]:
        """Try it, step by step as they end; the first that fails is the last."""
        ...

    async def fetch_models(self, name: str) -> Sequence[str]:
        """The models that it says it has. Raises `ProgramError`."""
        ...

    async def keyring_problem(self) -> str:
        """Why no key can be kept now, and the way out; "" where it can."""
        ...

    async def local_servers(self) -> Sequence[LocalServer]:
        """Model servers found on their usual ports; within a second."""
        ...
