"""Real clients search the web through providers that cannot, and through those that can."""

from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.dragoman import Dragoman
from tests.fakes import answers, tasks
from tests.fakes import searching as searching_fakes
from tests.fakes.search import KEY, LANTERNS, FakeSearch, Kind
from tests.fakes.upstream import Face, FakeUpstream, Script, running

KINDS: list[Kind] = ["searxng", "brave", "tavily"]


def searching(folder: Path, upstream: FakeUpstream, fake: FakeSearch) -> Dragoman:
    """A gateway in front of `upstream`, with a search service."""
    gateway = Dragoman(folder)
    gateway.add_provider(upstream)
    gateway.more["SEARCH_KEY"] = KEY
    key = () if fake.kind == "searxng" else ("--key-env", "SEARCH_KEY")
    gateway.command("search", "use", fake.kind, "--base-url", fake.base_url, *key)
    return gateway


def take_quirk(gateway: Dragoman, quirk: str) -> None:
    """Say how the provider `able` searches, as a person does in the file."""
    settings = gateway.profile / "config.toml"
    head = "[providers.able]\n"
    settings.write_text(settings.read_text().replace(head, f'{head}quirks = ["{quirk}"]\n'))


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
    assert [("news" in query) for query in fake.queries] == [True]
    assert asked == 2  # before and behind the search, which cost no model anything
    for page in fake.pages:
        assert page.url in done.output
        assert page.words in done.output


@pytest.mark.client("Claude Code")
def test_claude_code_is_told_where_nobody_can_search(claude: ClaudeCode, tmp_path: Path) -> None:
    gateway = Dragoman(tmp_path)
    with running(FakeUpstream(answers.plays(tasks.obey))) as upstream:
        gateway.add_provider(upstream)
        with gateway:
            done = claude.ask("Do [[web:news]]", url=gateway.url, key=gateway.client_key)
        assert len(upstream.asked) == 2
    assert done.code == 0, done.errors
    assert "dragoman search use" in done.output


ABLE: list[tuple[Face, str, Script]] = [
    ("responses", "web_search_tool", searching_fakes.openai),
    ("chat", "web_search_openrouter_tool", searching_fakes.openrouter),
    ("gemini", "web_search_google_search", searching_fakes.google),
    ("messages", "cache_marks", searching_fakes.anthropic),  # Anthropic's wire has a search
]


@pytest.mark.client("Claude Code")
@pytest.mark.parametrize(("face", "quirk", "script"), ABLE)
def test_claude_code_searches_through_a_provider_that_can(
    claude: ClaudeCode, tmp_path: Path, face: Face, quirk: str, script: Script
) -> None:
    gateway = Dragoman(tmp_path)
    plain = FakeUpstream(answers.plays(tasks.obey))
    with running(plain) as upstream, running(FakeUpstream(script, face=face)) as able:
        gateway.add_provider(upstream)
        gateway.add_provider(able, "--model", "searcher=searcher", name="able")
        take_quirk(gateway, quirk)
        gateway.command("search", "use", "able/searcher")
        with gateway:
            done = claude.ask("Do [[web:news]]", url=gateway.url, key=gateway.client_key)
        assert len(able.asked) == 1
        assert len(upstream.asked) == 2
    assert done.code == 0, done.errors
    assert searching_fakes.ANSWER in done.output
    for page in LANTERNS:
        assert page.url in done.output


@pytest.mark.client("Codex")
@pytest.mark.parametrize("kind", KINDS)
def test_codex_searches_with_a_service(codex: Codex, tmp_path: Path, kind: Kind) -> None:
    with (
        running(FakeUpstream(answers.plays(searching_fakes.looks_up))) as upstream,
        FakeSearch(kind) as fake,
        searching(tmp_path, upstream, fake) as gateway,
    ):
        done = codex.ask("What are lanterns of?", url=gateway.url, key=gateway.client_key)
        asked = len(upstream.asked)
    assert done.code == 0, done.errors
    assert fake.queries == [searching_fakes.QUERY]
    assert asked == 2
    (said,) = done.said
    for page in fake.pages:
        assert page.url in said
    (shown,) = done.items("web_search")
    assert shown["query"] == searching_fakes.QUERY


@pytest.mark.client("Codex")
def test_codex_works_where_nobody_can_search(codex: Codex, tmp_path: Path) -> None:
    gateway = Dragoman(tmp_path)
    with running(FakeUpstream(answers.plays(tasks.obey))) as upstream:
        gateway.add_provider(upstream)
        with gateway:
            done = codex.ask("Say [[text:hi]]", url=gateway.url, key=gateway.client_key)
        tools = {tool["function"]["name"] for tool in upstream.asked[0].json["tools"]}
    assert done.said == ["The fake model answers: hi."]
    assert "web_search" not in tools


@pytest.mark.client("Codex")
@pytest.mark.parametrize(("face", "quirk", "script"), ABLE)
def test_codex_searches_through_a_provider_that_can(
    codex: Codex, tmp_path: Path, face: Face, quirk: str, script: Script
) -> None:
    gateway = Dragoman(tmp_path)
    plain = FakeUpstream(answers.plays(searching_fakes.looks_up))
    with running(plain) as upstream, running(FakeUpstream(script, face=face)) as able:
        gateway.add_provider(upstream)
        gateway.add_provider(able, "--model", "searcher=searcher", name="able")
        take_quirk(gateway, quirk)
        gateway.command("search", "use", "able/searcher")
        with gateway:
            done = codex.ask("What are lanterns of?", url=gateway.url, key=gateway.client_key)
        assert (len(upstream.asked), len(able.asked)) == (2, 1)
    assert done.code == 0, done.errors
    (said,) = done.said
    assert searching_fakes.ANSWER in said
    assert LANTERNS[0].url in said
    (shown,) = done.items("web_search")
    assert shown["query"] == searching_fakes.QUERY
