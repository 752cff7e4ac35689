import importlib.metadata

import pytest

from app.platform.licences import libraries


def test_every_library_that_we_ask_for_says_its_terms() -> None:
    found = {library.name: library for library in libraries()}
    assert "aiohttp" in found
    assert "MIT" in found["SQLAlchemy"].licence
    assert "LGPL" in found["PySide6_Essentials"].licence
    assert [name for name, library in found.items() if not library.licence] == []
    assert list(found) == sorted(found, key=str.lower)


def test_what_only_tests_use_is_not_ours_to_name() -> None:
    assert "pytest" not in {library.name for library in libraries()}


def test_a_program_without_metadata_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError("dragoman")

    monkeypatch.setattr(importlib.metadata, "requires", missing)
    assert libraries() == ()
