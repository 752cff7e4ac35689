"""Settings and client keys that change while the server runs."""

from pathlib import Path

import pytest

from app.gateway.live import LiveSettings
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.client_keys import ClientKeys, local_key
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.settings.store import SettingsStore

OWN = "drg-own-key-0123456789"
NEW = "drg-new-key-0123456789"


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


class Running:
    """Live settings over real files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.keys_path = folder / "client-keys.json"
        self.write('default_model = "one"\n')
        own = local_key(Secret(OWN))
        self.keys = ClientKeys([own])
        self.clock = Clock()
        self.changes = 0
        self.live = LiveSettings(
            SettingsStore(self.config),
            ClientKeyFile(self.keys_path),
            self.keys,
            [own],
            Vault("test", environ={}),
            self.clock,
            self.changed,
        )

    def changed(self) -> None:
        self.changes += 1

    def write(self, text: str) -> None:
        beside = self.config.with_suffix(".new")
        beside.write_text(text)
        beside.replace(self.config)

    def model(self) -> str | None:
        return self.live.snapshot().settings.default_model


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


def test_a_change_counts_within_a_second_and_not_for_requests_before(running: Running) -> None:
    before = running.live.snapshot()
    running.write('default_model = "another"\n')
    running.clock.now += 0.9
    assert running.live.snapshot() is before
    running.clock.now += 0.1
    assert running.model() == "another"
    assert before.settings.default_model == "one"
    assert running.changes == 1
    same = running.live.snapshot()
    running.clock.now += 5
    assert running.live.snapshot() is same


@pytest.mark.parametrize("text", ["default_model = 5\n", "default_model = [\n", ""])
def test_a_broken_file_leaves_the_old_settings_and_is_told_once(
    running: Running, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    running.write(text)
    for _ in range(3):
        running.clock.now += 1
        assert running.model() == "one"
    told = [record for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == 1
    assert "the settings stay as they were" in told[0].getMessage()
    running.write('default_model = "mended"\n')
    running.clock.now += 1
    assert running.model() == "mended"


def test_a_damaged_file_that_its_backup_replaced_is_told(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    running.config.with_name("config.toml.bak").write_text('default_model = "saved"\n')
    running.write("default_model = [\n")
    running.clock.now += 1
    assert running.model() == "saved"
    assert "was damaged" in caplog.text


def test_a_provider_that_cannot_be_used_is_told(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    running.write('[providers.p]\npreset = "no-such-preset"\n')
    running.clock.now += 1
    assert "p" in running.live.snapshot().broken
    assert "the provider p cannot be used" in caplog.text


def test_new_and_revoked_client_keys_count_within_a_second_beside_our_own(
    running: Running,
) -> None:
    other = ClientKeyFile(running.keys_path)
    other.add("laptop", Secret(NEW), "default")
    assert running.keys.authenticate(NEW) is None
    running.clock.now += 1
    running.live.snapshot()
    assert running.keys.authenticate(NEW) is not None
    assert running.keys.authenticate(OWN) is not None
    other.revoke("laptop")
    running.clock.now += 1
    running.live.snapshot()
    assert running.keys.authenticate(NEW) is None
    assert running.keys.authenticate(OWN) is not None


def test_a_broken_key_file_leaves_the_old_keys_and_is_told_once(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    ClientKeyFile(running.keys_path).add("laptop", Secret(NEW), "default")
    running.clock.now += 1
    running.live.snapshot()
    running.keys_path.write_text("{ this is no JSON, and longer than before")
    for _ in range(3):
        running.clock.now += 1
        running.live.snapshot()
    assert running.keys.authenticate(NEW) is not None
    assert caplog.text.count("the client keys stay as they were") == 1
