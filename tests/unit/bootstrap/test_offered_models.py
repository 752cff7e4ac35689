from typing import Any

from app.bootstrap.offered_models import offered_models
from app.gateway.snapshot import Snapshot
from app.settings.schema import Settings

PROVIDER = {"base_url": "https://api.example", "dialect": "openai_chat", "models": ["a", "b"]}


def offered(**settings: Any) -> tuple[str, ...]:
    full = {"providers": {"fake": PROVIDER}, **settings}
    return offered_models(Snapshot.of(Settings.model_validate(full)), "default")


def test_the_default_leads_where_the_profile_has_no_names_of_its_own() -> None:
    assert offered() == ("fake/a", "fake/b")
    assert offered(default_provider="fake", default_model="b") == ("fake/b", "fake/a")


def test_a_profiles_own_names_come_first() -> None:
    rules = {"default": {"models": [{"client": "fast", "targets": ["fake/a"]}]}}
    told = offered(profiles=rules, default_provider="fake", default_model="b")
    assert told == ("fast", "fake/a", "fake/b")
