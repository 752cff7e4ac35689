"""Where the program's own files are."""

from pathlib import Path

import pytest

from app.platform import resources as module


def test_a_checkout_has_the_folder_beside_the_package() -> None:
    assert (module.resources() / "presets" / "openai.toml").is_file()


def test_an_installed_package_has_it_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app" / "_bundled").mkdir(parents=True)
    monkeypatch.setattr(module, "_APP", tmp_path / "app")
    assert module.resources() == tmp_path / "app" / "_bundled"


def test_a_broken_installation_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_APP", tmp_path / "app")
    with pytest.raises(FileNotFoundError, match="Install Dragoman again"):
        module.resources()
