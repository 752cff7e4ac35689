from pathlib import Path

import pytest

from app.bootstrap.storage import database_url
from app.platform.paths import profile_paths
from app.settings.failure import SettingsError
from app.settings.schema import StorageSettings

PG = "postgresql+psycopg://dragoman@db/dragoman"


def test_a_profile_without_a_word_keeps_a_file_in_its_data_folder(tmp_path: Path) -> None:
    url = database_url(profile_paths(tmp_path), StorageSettings(), None, {})
    assert url == f"sqlite:///{tmp_path.as_posix()}/data/usage.db"


def test_option_environment_and_settings_win_in_this_order(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path)
    settings = StorageSettings(database=PG)
    environ = {"DRAGOMAN_DATABASE": "postgresql+psycopg://u:pw@db/other"}
    assert database_url(paths, settings, None, {}) == PG
    assert database_url(paths, settings, None, environ).endswith("/other")
    assert database_url(paths, settings, PG + "2", environ) == PG + "2"


@pytest.mark.parametrize("option", ["postgresql+psycopg://u:pw@db/x", "mysql://db/x", "usage.db"])
def test_a_password_on_the_command_line_is_refused_unquoted(tmp_path: Path, option: str) -> None:
    with pytest.raises(SettingsError) as refused:
        database_url(profile_paths(tmp_path), StorageSettings(), option, {})
    assert "pw" not in str(refused.value).replace("password", "")


def test_a_variable_that_is_no_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DRAGOMAN_DATABASE must be"):
        database_url(profile_paths(tmp_path), StorageSettings(), None, {"DRAGOMAN_DATABASE": "x"})
