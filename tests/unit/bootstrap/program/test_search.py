"""The search service behind the windows, over a real socket and a keyring in memory."""

import pytest

from app.desktop.program.failure import ProgramError
from app.settings import change
from tests.fakes.keyrings import MemoryKeyring
from tests.fakes.search import KEY, FakeSearch
from tests.unit.bootstrap.program.conftest import Open


def settings(fake: FakeSearch) -> str:
    return f'[search]\nendpoint = "{fake.kind}"\nbase_url = "{fake.base_url}"\n'


async def test_a_key_is_kept_for_the_address_of_the_service_and_used(open_program: Open) -> None:
    keyring = MemoryKeyring()
    with FakeSearch("tavily") as fake:
        opened = await open_program(settings(fake), keyring)
        search, configuration = opened.program.search, opened.program.configuration
        with pytest.raises(ProgramError, match="Tavily has no key"):
            await search.attempt("lanterns")
        await search.keep_key(f" {KEY}\n")
        assert configuration.settings.search.key == "keyring:search/tavily"
        assert configuration.settings.search.key_origin == fake.origin
        assert list(await search.attempt("lanterns")) == [page.title for page in fake.pages]
        await configuration.change(
            "moved", lambda old: change.search_with(old, base_url="http://127.0.0.1:1")
        )
        with pytest.raises(ProgramError, match="entered for"):
            await search.attempt("lanterns")
        assert fake.queries == ["lanterns"]
    assert "search/tavily" in keyring.names
    assert KEY not in opened.paths.config_file.read_text()


async def test_a_key_for_no_service_is_refused(open_program: Open) -> None:
    opened = await open_program('[providers.demo]\npreset = "demo"\n')
    with pytest.raises(ProgramError, match="No search service is chosen"):
        await opened.program.search.keep_key(KEY)
    with pytest.raises(ProgramError, match="No search service is chosen"):
        await opened.program.search.attempt("lanterns")


async def test_what_is_no_key_is_refused(open_program: Open) -> None:
    with FakeSearch("tavily") as fake:
        opened = await open_program(settings(fake))
        with pytest.raises(ProgramError):
            await opened.program.search.keep_key("two\nlines")


async def test_a_service_that_fails_says_why(open_program: Open) -> None:
    with FakeSearch(status=500) as fake:
        opened = await open_program(settings(fake))
        with pytest.raises(ProgramError, match="the status 500"):
            await opened.program.search.attempt("lanterns")
