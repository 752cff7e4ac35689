"""What window tests rely on in the fakes."""

import pytest

from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import NewProvider
from app.settings import change
from app.settings.schema import Settings
from app.storage.selection import Selection
from tests.fakes.program import FakeConfiguration, FakeHistory, FakeProviders, fake_program


async def test_the_sample_is_the_same_twice_and_adds_up() -> None:
    first, second = FakeHistory(now_ms=1_795_262_400_000), FakeHistory(now_ms=1_795_262_400_000)
    assert first.rows == second.rows
    assert len(first.rows) > 2000
    total = await first.total(Selection())
    groups = await first.grouped(Selection(), "model")
    points = await first.series(Selection(), "day", "provider", top=1)
    assert sum(group.totals.requests for group in groups) == total.requests
    assert sum(point.totals.requests for point in points) == total.requests


async def test_pages_of_requests_continue_each_other() -> None:
    history = FakeHistory()
    first = await history.requests(Selection(), limit=5)
    then = await history.requests(Selection(), before=first[-1].row_id, limit=5)
    ids = [each.row_id for each in (*first, *then)]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 10


async def test_a_removed_provider_comes_back_where_it_was() -> None:
    configuration = FakeConfiguration()
    program = fake_program(configuration=configuration)
    before = configuration.settings
    await program.providers.remove("deepseek")
    configuration.edit_elsewhere(lambda old: change.set_default(old, "ollama", "qwen3:14b"))
    assert configuration.last_change == "Remove deepseek"
    await configuration.undo()
    assert configuration.settings.providers == before.providers
    assert list(configuration.settings.providers) == list(before.providers)
    assert configuration.settings.default_provider == "ollama"


async def test_a_fake_fails_as_it_is_told() -> None:
    providers = FakeProviders(FakeConfiguration(Settings()))
    providers.problem = "The keyring is locked."
    with pytest.raises(ProgramError, match="locked"):
        await providers.add(NewProvider("deepseek", "deepseek", key="sk-1234567890"))
    assert providers.statuses() == []
