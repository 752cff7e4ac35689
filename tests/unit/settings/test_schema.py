"""The settings tree: declared with words for a person, frozen, quoting nothing that was entered."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from app.settings.schema import (
    ModelRule,
    Profile,
    ProviderSettings,
    ServerSettings,
    Settings,
)

BRANCHES = (Settings, ServerSettings, ProviderSettings, Profile, ModelRule)


def fields() -> Iterator[tuple[str, FieldInfo]]:
    for branch in BRANCHES:
        for name, field in branch.model_fields.items():
            yield f"{branch.__name__}.{name}", field


@pytest.mark.parametrize(("name", "field"), list(fields()), ids=lambda value: str(value)[:40])
def test_every_field_has_label_help_default_and_restart_flag(name: str, field: FieldInfo) -> None:
    assert field.title
    assert field.description
    assert field.description.endswith(".")
    assert isinstance(field.json_schema_extra, dict)
    assert isinstance(field.json_schema_extra["restart"], bool)
    assert name.startswith("ModelRule.") or not field.is_required()


def test_a_json_schema_can_be_made_from_it() -> None:
    properties = Settings.model_json_schema()["$defs"]["ServerSettings"]["properties"]
    assert properties["port"]["restart"] is True


def test_the_default_profile_is_always_there() -> None:
    assert "default" in Settings().profiles
    assert Settings.model_validate({"profiles": {"work": {}}}).profiles.keys() == {
        "default",
        "work",
    }


def test_a_branch_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().server.port = 1


def test_unknown_keys_are_kept_and_not_shown() -> None:
    settings = Settings.model_validate({"server": {"api_key": "sk-canary"}})
    assert settings.model_dump()["server"]["api_key"] == "sk-canary"
    assert "canary" not in repr(settings)


def test_one_target_may_be_written_without_brackets() -> None:
    profile = Profile.model_validate({"families": {"opus": "a/b/c"}})
    assert profile.families == {"opus": ("a/b/c",)}


def refused(branch: type[BaseModel], document: dict[str, object]) -> str:
    with pytest.raises(ValidationError) as refusal:
        branch.model_validate(document)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("branch", "document"),
    [
        (ProviderSettings, {"preset": "x", "key": "sk-canary"}),
        (ProviderSettings, {"preset": "x", "key": "env:canary-no-name"}),
        (ProviderSettings, {"preset": "x", "key": "file:relative/canary"}),
        (ProviderSettings, {"preset": "x", "headers": {"X-Api-Key": "canary"}}),
        (ProviderSettings, {"preset": "x", "headers": {"Authorization": "Bearer canary"}}),
        (ProviderSettings, {"preset": "x", "headers": {"X-A": "a\r\nX-Evil: canary"}}),
        (ProviderSettings, {"preset": "x", "headers": {"X A": "canary"}}),
        (ProviderSettings, {"preset": "x", "headers": {"Host": "canary"}}),
        (ProviderSettings, {"preset": "x", "proxy": "http://user:canary@proxy:3128"}),
        (ProviderSettings, {"preset": "x", "dialect": "canary"}),
        (ProviderSettings, {"preset": "x", "idle_timeout": 0}),
        (ProviderSettings, {"preset": "x", "idle_timeout": float("inf")}),
        (ProviderSettings, {"models": ["canary"]}),
        (Settings, {"providers": {"v1": {"preset": "canary"}}}),
        (Settings, {"providers": {"Upper": {"preset": "canary"}}}),
        (Settings, {"schema_version": 2}),
        (ServerSettings, {"port": 70_000}),
        (ServerSettings, {"host": "http://canary"}),
        (ServerSettings, {"cors_origins": ["*"]}),
        (ServerSettings, {"cors_origins": ["http://canary/path"]}),
        (ModelRule, {"client": "x", "targets": []}),
        (ModelRule, {"client": "x", "targets": ["canary"]}),
        (ModelRule, {"client": "", "targets": ["a/b"]}),
        (Profile, {"families": {"canary": "a/b"}}),
    ],
)
def test_what_cannot_be_is_refused_without_quoting_it(
    branch: type[BaseModel], document: dict[str, object]
) -> None:
    message = refused(branch, document)
    assert "canary" not in message.replace("families.canary", "")


def test_references_stand_for_secret_headers() -> None:
    for reference in ("keyring:provider/a", "env:TOKEN", "file:/run/secrets/token"):
        entry = ProviderSettings.model_validate(
            {"preset": "x", "headers": {"Authorization": reference, "X-Team": "blue"}}
        )
        assert entry.headers["Authorization"] == reference
