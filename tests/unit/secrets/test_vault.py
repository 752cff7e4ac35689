"""References resolved: from the keyring within a deadline, from variables and from files."""

import asyncio
import logging
import os
import threading
from pathlib import Path

import pytest

from app.secrets.keyring_backend import check_length, open_backend
from app.secrets.redact import redact
from app.secrets.secret import Secret
from app.secrets.vault import Vault, VaultError, VaultErrorKind


class MemoryKeyring:
    """A keyring that works, and counts how often it is asked."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.values[service, username]


class BlockedKeyring(MemoryKeyring):
    """A keyring that answers only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait()
        return super().get_password(service, username)


class KeyringLocked(Exception):  # noqa: N818 - the name is what counts
    """Named as keyring's own."""


class FailingKeyring(MemoryKeyring):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


async def refusal(vault: Vault, reference: str) -> VaultError:
    with pytest.raises(VaultError) as caught:
        await vault.resolve(reference)
    return caught.value


async def test_what_is_stored_is_resolved_until_it_is_deleted() -> None:
    vault = Vault("dragoman", backend=MemoryKeyring())
    reference = await vault.store("provider/a", Secret("sk-canary-0001"))
    assert reference == "keyring:provider/a"
    assert (await vault.resolve(reference)).reveal() == "sk-canary-0001"
    assert await vault.delete(reference)
    assert not await vault.delete(reference)
    assert (await refusal(vault, reference)).kind is VaultErrorKind.MISSING


async def test_a_resolved_value_is_hidden_from_then_on() -> None:
    keyring = MemoryKeyring()
    keyring.values["dragoman", "a"] = "plain-words-as-a-key"
    await Vault("dragoman", backend=keyring).resolve("keyring:a")
    assert "plain-words" not in redact("header: plain-words-as-a-key")


async def test_profiles_are_apart() -> None:
    keyring = MemoryKeyring()
    await Vault("dragoman:one", backend=keyring).store("a", Secret("value-one"))
    other = Vault("dragoman:two", backend=keyring)
    assert (await refusal(other, "keyring:a")).kind is VaultErrorKind.MISSING


async def test_the_keyring_is_asked_once_for_many_requests_and_again_after_forget() -> None:
    keyring = MemoryKeyring()
    keyring.values["dragoman", "a"] = "first-value"
    vault = Vault("dragoman", backend=keyring)
    await asyncio.gather(*(vault.resolve("keyring:a") for _ in range(20)))
    assert keyring.reads == 1
    keyring.values["dragoman", "a"] = "second-value"
    vault.forget()
    assert (await vault.resolve("keyring:a")).reveal() == "second-value"


async def test_a_keyring_that_hangs_costs_one_deadline_and_no_more_until_it_answers() -> None:
    keyring = BlockedKeyring()
    keyring.values["dragoman", "a"] = "late-value"
    vault = Vault("dragoman", backend=keyring, deadline=0.01)
    assert (await refusal(vault, "keyring:a")).kind is VaultErrorKind.TIMEOUT
    assert (await refusal(vault, "keyring:a")).kind is VaultErrorKind.TIMEOUT
    overdue = vault._overdue
    assert overdue is not None
    keyring.gate.set()
    await asyncio.wrap_future(overdue)
    assert (await vault.resolve("keyring:a")).reveal() == "late-value"


async def test_a_client_that_leaves_while_waiting_harms_nobody_else() -> None:
    keyring = BlockedKeyring()
    keyring.values["dragoman", "a"] = "value-of-a"
    vault = Vault("dragoman", backend=keyring)
    leaving = asyncio.create_task(vault.resolve("keyring:a"))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    keyring.gate.set()
    assert (await vault.resolve("keyring:a")).reveal() == "value-of-a"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (KeyringLocked("canary-in-the-text"), VaultErrorKind.LOCKED),
        (OSError("canary-in-the-text"), VaultErrorKind.REFUSED),
    ],
)
async def test_a_backends_errors_are_told_in_our_words(
    error: Exception, kind: VaultErrorKind
) -> None:
    told = await refusal(Vault("dragoman", backend=FailingKeyring(error)), "keyring:a")
    assert told.kind is kind
    assert "canary" not in told.message
    assert "--key-env" in told.message


async def test_without_a_keyring_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.secrets.keyring_backend._allowed", lambda: ())
    told = await refusal(Vault("dragoman"), "keyring:a")
    assert told.kind is VaultErrorKind.ABSENT
    assert "--key-file" in told.message
    assert await Vault("dragoman").keyring_problem() is not None


@pytest.mark.parametrize(
    "swapped", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"]
)
def test_a_swapped_in_backend_is_never_used(swapped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", swapped)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    with pytest.raises(VaultError) as caught:
        open_backend()
    assert caught.value.kind is VaultErrorKind.ABSENT


def test_a_key_too_long_for_windows_is_refused_there_and_nowhere_else() -> None:
    check_length("k" * 1280, "win32")
    check_length("k" * 5000, "linux")
    with pytest.raises(VaultError, match="1280 characters"):
        check_length("k" * 1281, "win32")


async def test_a_variable_is_read_when_it_is_used() -> None:
    environ = {"KEY": "first-value\n"}
    vault = Vault("dragoman", environ=environ)
    assert (await vault.resolve("env:KEY")).reveal() == "first-value"
    environ["KEY"] = "second-value"
    assert (await vault.resolve("env:KEY")).reveal() == "second-value"
    del environ["KEY"]
    told = await refusal(vault, "env:KEY")
    assert told.kind is VaultErrorKind.MISSING
    assert "KEY is not set" in told.message


async def test_a_file_is_read_without_its_line_break(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("value-in-a-file\n")
    file.chmod(0o600)
    assert (await Vault("x").resolve(f"file:{file}")).reveal() == "value-in-a-file"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
async def test_a_key_file_that_everybody_can_read_is_warned_about(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "key"
    file.write_text("value-in-a-file")
    file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        await Vault("x").resolve(f"file:{file}")
        await Vault("x").resolve(f"file:{file}")
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, VaultErrorKind.MISSING),
        (b"", VaultErrorKind.REFUSED),
        (b"one\ntwo", VaultErrorKind.REFUSED),
        (b"\xff\xfe", VaultErrorKind.REFUSED),
        (b"k" * 70_000, VaultErrorKind.REFUSED),
    ],
)
async def test_a_file_without_a_usable_key_is_told_by_its_path(
    tmp_path: Path, content: bytes | None, kind: VaultErrorKind
) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
        file.chmod(0o600)
    told = await refusal(Vault("x"), f"file:{file}")
    assert told.kind is kind
    assert str(file) in told.message


async def test_a_pipe_or_folder_is_no_key_file(tmp_path: Path) -> None:
    assert (await refusal(Vault("x"), f"file:{tmp_path}")).kind is VaultErrorKind.REFUSED


async def test_a_reference_of_no_known_kind_is_refused() -> None:
    assert (await refusal(Vault("x"), "sk-pasted-key")).kind is VaultErrorKind.REFUSED


async def test_deleting_leaves_the_users_variables_and_files_alone(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("value")
    assert not await Vault("x").delete(f"file:{file}")
    assert file.exists()
