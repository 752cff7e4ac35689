"""Globs, limits and labels of a preset."""

from datetime import date

from app.providers.preset import KnownModel, QuirkRow


def test_a_quirk_without_globs_holds_for_every_model() -> None:
    assert QuirkRow("pdf", date(2026, 11, 21), "x").holds_for("anything")


def test_a_glob_is_not_a_name_to_offer() -> None:
    assert KnownModel("glm-5.1").listed
    assert not KnownModel("glm-4.5*").listed
