"""A profile folder isolates a run completely."""

import os
import stat
from pathlib import Path

import pytest

from app.platform.paths import profile_paths


def test_everything_of_a_profile_folder_is_under_it(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path / "p")
    paths.create()
    for folder in (paths.config, paths.data, paths.logs, paths.runtime):
        assert folder.is_relative_to(tmp_path / "p")
        if os.name == "posix":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.config_file == tmp_path / "p" / "config.toml"


def test_gateways_may_share_a_folder_of_settings(tmp_path: Path) -> None:
    shared = tmp_path / "settings"
    one, two = (profile_paths(tmp_path / name, shared) for name in ("one", "two"))
    assert one.config_file == two.config_file == shared / "config.toml"
    assert one.data != two.data
    assert profile_paths(None, shared).config == shared


def test_each_profile_has_its_own_place_in_the_keyring(tmp_path: Path) -> None:
    services = {
        profile_paths(folder).keyring_service for folder in (None, tmp_path / "a", tmp_path / "b")
    }
    assert len(services) == 3
    assert "dragoman" in services
    same = profile_paths(tmp_path / "x" / ".." / "a").keyring_service
    assert same == profile_paths(tmp_path / "a").keyring_service


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_folder_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    profile_paths(tmp_path).create()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_the_ordinary_profile_follows_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "posix":
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(variable, str(tmp_path))
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        assert profile_paths().config.is_relative_to(tmp_path)
    assert profile_paths().isolated is None
    assert profile_paths().runtime.name in ("run", "dragoman")
