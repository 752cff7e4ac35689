"""The settings file: loaded, changed key by key, recovered, and never half written."""

import os
import signal
import stat
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.platform import atomic
from app.settings import migrate
from app.settings.failure import SettingsError
from app.settings.schema import ModelRule, Profile, ProviderSettings, Settings
from app.settings.store import SettingsStore

Change = Callable[[Settings], Settings]

HAND_WRITTEN = """\
# My settings.
schema_version = 1
colour = "blue"            # not ours
since = 2026-11-21T10:00:00Z

[server]
port = 9000                # the old one was taken
shiny = true

# The cheap one.
[providers.deepseek]
preset = "deepseek"
key = "env:DEEPSEEK_API_KEY"
some_future_key = [1, 2]

[providers.deepseek.headers]
X-Team = "blue"

[profiles.default.families]
opus = "deepseek/deepseek-reasoner"

# Everything else.
[[profiles.default.models]]
client = "claude-*"        # all of them
targets = ["deepseek/deepseek-chat"]

[[profiles.default.models]]
client = "gpt-*"
targets = ["deepseek/*"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "config.toml"


def with_provider(name: str, preset: str = "openai") -> Change:
    return lambda old: old.model_copy(
        update={"providers": {**old.providers, name: ProviderSettings(preset=preset)}}
    )


def written(path: Path, text: str) -> SettingsStore:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return SettingsStore(path)


def test_no_file_means_the_defaults(path: Path) -> None:
    store = SettingsStore(path)
    assert store.current == Settings()
    assert not path.parent.exists()


def test_the_first_save_writes_only_what_differs_from_the_defaults(path: Path) -> None:
    SettingsStore(path).update(with_provider("openai"))
    assert tomllib.loads(path.read_text()) == {
        "schema_version": 1,
        "providers": {"openai": {"preset": "openai"}},
    }
    assert SettingsStore(path).current.providers["openai"].preset == "openai"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_file_and_folder_are_for_this_user_only(path: Path) -> None:
    SettingsStore(path).update(with_provider("openai"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_edit_changes_its_own_lines_and_no_other(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    server = store.current.server.model_copy(update={"port": 9001})
    store.update(lambda old: old.model_copy(update={"server": server}))
    assert path.read_text() == HAND_WRITTEN.replace("port = 9000", "port = 9001")


def test_an_added_provider_leaves_every_old_line_as_it_was(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    store.update(with_provider("openai"))
    lines = path.read_text().splitlines()
    assert [line for line in HAND_WRITTEN.splitlines() if line not in lines] == []
    assert SettingsStore(path).current.providers.keys() == {"deepseek", "openai"}


def test_a_removed_provider_takes_only_its_own_tables(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    store.update(with_provider("openai"))
    store.update(
        lambda old: old.model_copy(update={"providers": {"openai": old.providers["openai"]}})
    )
    text = path.read_text()
    assert "some_future_key" not in text
    assert "X-Team" not in text
    assert "# Everything else." in text
    assert SettingsStore(path).current == store.current


def test_rules_are_appended_changed_and_removed_in_place(path: Path) -> None:
    store = written(path, HAND_WRITTEN)

    def rules(*rules: ModelRule) -> None:
        profile = store.current.profiles["default"].model_copy(update={"models": rules})
        store.update(lambda old: old.model_copy(update={"profiles": {"default": profile}}))

    first, second = store.current.profiles["default"].models
    third = ModelRule(client="o1", targets=("deepseek/r1", "deepseek/v3"))
    rules(first, second, third)
    assert path.read_text().startswith(HAND_WRITTEN.rstrip())
    rules(first.model_copy(update={"targets": ("deepseek/other",)}), second, third)
    assert 'client = "claude-*"        # all of them' in path.read_text()
    rules(store.current.profiles["default"].models[0], third)
    assert "gpt-*" not in path.read_text()
    assert "# all of them" in path.read_text()
    rules()
    assert SettingsStore(path).current.profiles["default"].models == ()


def test_inline_forms_are_edited_too(path: Path) -> None:
    store = written(
        path,
        'providers = { a = { preset = "openai" } }  # short\n'
        'profiles.default.models = [{ client = "x", targets = ["a/y"] }]\n',
    )
    store.update(with_provider("b"))
    rule = ModelRule(client="z", targets=("b/z",))
    profile = Profile(models=(*store.current.profiles["default"].models, rule))
    store.update(lambda old: old.model_copy(update={"profiles": {"default": profile}}))
    assert SettingsStore(path).current == store.current
    assert "# short" in path.read_text()
    assert "schema_version = 1" in path.read_text()


def test_a_value_back_at_its_default_leaves_the_file(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    server = store.current.server.model_copy(update={"port": 8777})
    store.update(lambda old: old.model_copy(update={"server": server}))
    assert "port" not in path.read_text()
    assert "shiny = true" in path.read_text()


def test_the_file_before_the_last_save_is_kept_as_a_backup(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    store.update(with_provider("openai"))
    assert (path.parent / "config.toml.bak").read_text() == HAND_WRITTEN


def test_a_save_without_a_change_keeps_the_backup_and_can_be_seen(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    store.update(with_provider("openai"))
    other = SettingsStore(path)
    store.update(lambda old: old)
    assert (path.parent / "config.toml.bak").read_text() == HAND_WRITTEN
    assert other.changed_on_disk()


def test_a_change_by_another_process_is_seen_and_built_upon(path: Path) -> None:
    server, command = SettingsStore(path), SettingsStore(path)
    command.update(with_provider("a"))
    assert server.changed_on_disk()
    assert not command.changed_on_disk()
    server.update(with_provider("b"))
    assert server.current.providers.keys() == {"a", "b"}
    assert not server.changed_on_disk()


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    def add(prefix: str) -> None:
        for number in range(5):
            SettingsStore(path).update(with_provider(f"{prefix}{number}"))

    threads = [threading.Thread(target=add, args=(prefix,)) for prefix in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(SettingsStore(path).current.providers) == 10


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"   \n",
        b"\x00\xff\x00",
        HAND_WRITTEN.partition('seek"')[0].encode(),
        b"[server\nport=1",
        b"x=" + b"[" * 99_999,
    ],
    ids=["empty", "blank", "binary", "truncated", "syntax", "deep"],
)
def test_a_damaged_file_is_kept_aside_and_the_backup_loaded(path: Path, damage: bytes) -> None:
    store = SettingsStore(path)
    store.update(with_provider("a"))
    store.update(with_provider("b"))
    path.write_bytes(damage)
    recovered = SettingsStore(path)
    assert recovered.current.providers.keys() == {"a"}
    (aside,) = path.parent.glob("config.toml.corrupt-*")
    assert aside.read_bytes() == damage
    assert aside.name in recovered.notices[0]
    assert SettingsStore(path).notices == ()


def test_a_damaged_file_without_a_backup_is_refused_and_kept(path: Path) -> None:
    with pytest.raises(SettingsError, match="no usable backup"):
        written(path, "[server")
    assert path.read_text() == "[server"


def test_a_wrong_value_is_refused_by_field_and_not_quoted(path: Path) -> None:
    SettingsStore(path).update(with_provider("a"))
    SettingsStore(path).update(with_provider("b"))
    with pytest.raises(SettingsError) as refusal:
        written(
            path, '[providers.x]\npreset = "openai"\nkey = "sk-canary"\n[server]\nport = "many"'
        )
    message = str(refusal.value)
    assert str(path) in message
    assert "providers.x.key: a key is not written here" in message
    assert "server.port: " in message
    assert "sk-canary" not in message
    assert "many" in path.read_text()


def test_a_failed_reload_keeps_the_snapshot(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    before = store.current
    path.write_text("[server]\nport = -1\n")
    with pytest.raises(SettingsError):
        store.load()
    assert store.current is before


def test_a_change_that_is_not_valid_is_refused_and_nothing_is_saved(path: Path) -> None:
    store = written(path, HAND_WRITTEN)
    with pytest.raises(SettingsError, match="default_provider"):
        store.update(lambda old: old.model_copy(update={"default_provider": "V1"}))
    assert path.read_text() == HAND_WRITTEN
    assert store.current.default_provider is None


def test_a_newer_file_is_read_and_never_written(path: Path) -> None:
    text = HAND_WRITTEN.replace("schema_version = 1", "schema_version = 99")
    store = written(path, text)
    assert store.current.server.port == 9000
    assert store.read_only is not None
    assert "99" in store.read_only
    with pytest.raises(SettingsError, match="settings version 99"):
        store.update(with_provider("a"))
    assert path.read_text() == text


def test_a_newer_file_that_we_do_not_understand_says_so(path: Path) -> None:
    with pytest.raises(SettingsError, match="newer Dragoman"):
        written(path, 'schema_version = 99\nserver = "everywhere"\n')


def test_a_version_that_is_none_is_refused(path: Path) -> None:
    with pytest.raises(SettingsError, match="schema_version"):
        written(path, 'schema_version = "one"\n')


def test_an_old_file_is_archived_and_brought_up_to_date_in_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(document: migrate.Document) -> migrate.Document:
        document.setdefault("server", {})["port"] = document.pop("listen_port")
        return document

    monkeypatch.setattr(migrate, "STEPS", {0: renamed})
    old = '# Old.\nschema_version = 0\nlisten_port = 9\n\n[providers.a]\npreset = "x"  # mine\n'
    store = written(path, old)
    assert store.current.server.port == 9
    assert (path.parent / "config.toml.v0").read_text() == old
    text = path.read_text()
    assert tomllib.loads(text)["schema_version"] == 1
    assert "# Old." in text
    assert "# mine" in text
    assert SettingsStore(path).current == store.current


def test_a_byte_order_mark_and_windows_lines_are_taken(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf[server]\r\nport = 9000\r\n")
    store = SettingsStore(path)
    store.update(with_provider("a"))
    assert SettingsStore(path).current.server.port == 9000


def test_a_full_disk_keeps_the_old_file_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = written(path, HAND_WRITTEN)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "write", full)
    with pytest.raises(SettingsError, match="No space left on device"):
        store.update(with_provider("a"))
    assert path.read_text() == HAND_WRITTEN
    assert "a" not in store.current.providers


SAVE_FOR_EVER = """
import sys
from pathlib import Path
from app.settings.schema import ProviderSettings
from app.settings.store import SettingsStore

store = SettingsStore(Path(sys.argv[1]))
print("saving", flush=True)
while True:
    for size in (1, 40):
        providers = {f"p{n}": ProviderSettings(preset="openai") for n in range(size)}
        store.update(lambda old: old.model_copy(update={"providers": providers}))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_kill_while_saving_leaves_the_old_file_or_the_new_one(path: Path) -> None:
    SettingsStore(path).update(with_provider("p0"))
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        seen = SettingsStore(path)
        while not seen.changed_on_disk():
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = SettingsStore(path)
        assert store.notices == ()
        assert len(store.current.providers) in (1, 40)
        store.update(with_provider("p0"))  # and no lock is left behind


TABLES = """[providers.a]
preset = 'xai'  # mine

[providers.b]
preset = 'xai'

[server]
port = 1
"""
INLINE = """[providers]
a = {preset = 'xai'}
b = {preset = 'xai'}
"""
APART = """[providers.a]
preset = 'xai'
[server]
port = 1
[providers.b]
preset = 'xai'
"""


@pytest.mark.parametrize("text", [TABLES, INLINE, APART])
def test_the_order_of_providers_is_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)

    def turned(settings: Settings) -> Settings:
        providers = dict(reversed(settings.providers.items()))
        return settings.model_copy(update={"providers": providers})

    SettingsStore(path).update(turned)
    assert list(SettingsStore(path).current.providers) == ["b", "a"]
    assert SettingsStore(path).current.server.port == (1 if "port" in text else 8777)
