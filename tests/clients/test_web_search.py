"""Real clients search the web through providers that cannot, and through those that can."""

from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.dragoman import Dragoman
from tests.fakes import answers, tasks
from tests.fakes.search import KEY, FakeSearch, Kind
from tests.fakes.upstream import FakeUpstream, running

KINDS: list[Kind] = ["searxng", "brave", "tavily"]


def searching(folder: Path, upstream: FakeUpstream, fake: FakeSearch) -> Dragoman:
    """A gateway in front of `upstream`, with a search service."""
    gateway = Dragoman(folder)
    gateway.add_provider(upstream)
    gateway.more["SEARCH_KEY"] = KEY
    key = () if fake.kind == "searxng" else ("--key-env", "SEARCH_KEY")
    gateway.command("search", "use", fake.kind, "--base-url", fake.base_url, *key)
    return gateway


@pytest.mark.client("Claude Code")
@pytest.mark.parametrize("kind", KINDS)
def test_claude_code_searches_with_a_service(
    claude: ClaudeCode, tmp_path: Path, kind: Kind
) -> None:
    with (
        running(FakeUpstream(answers.plays(tasks.obey))) as upstream,
        FakeSearch(kind) as fake,
        searching(tmp_path, upstream, fake) as gateway,
    ):
        done = claude.ask("Do [[web:news]]", url=gateway.url, key=gateway.client_key)
        asked = len(upstream.asked)
    assert done.code == 0, done.errors
    print(done.output)
    assert [("news" in query) for query in fake.queries] == [True]
    assert asked == 2  # before and behind the search, which cost no model anything
    for page in fake.pages:
        assert page.url in done.output
        assert page.words in done.output
