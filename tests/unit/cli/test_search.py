"""`dragoman search`."""

import json

import pytest

from app.cli.session import Session
from tests.fakes.search import KEY, FakeSearch
from tests.unit.cli.conftest import MemoryKeyring, Run


def test_a_model_that_searches_is_chosen_and_given_up(run: Run, session: Session) -> None:
    run("provider", "add", "a", "--preset", "openai", "--key-env", "K")
    run("search", "use", "a/gpt-5")
    assert session.store().current.search.provider == "a/gpt-5"
    assert json.loads(run("search", "show", "--json").stdout)["model"] == "a/gpt-5"
    run("provider", "remove", "a")
    assert session.store().current.search.provider is None


def test_a_service_with_a_key_is_kept_in_the_keyring(
    run: Run, session: Session, keyring: MemoryKeyring
) -> None:
    run("search", "use", "brave", "--key-stdin", text=KEY)
    kept = session.store().current.search
    assert (kept.endpoint, kept.key) == ("brave", "keyring:search/brave")
    assert kept.key_origin == "https://api.search.brave.com:443"
    assert KEY in keyring.values()
    assert KEY not in run("search", "show").stdout
    run("search", "use", "brave", "--count", "3")  # the key stays
    assert session.store().current.search.key == "keyring:search/brave"
    assert json.loads(run("search", "off", "service", "--json").stdout)["service"] is None
    assert session.store().current.search.key is None


def test_an_own_searxng_needs_no_key(run: Run, session: Session) -> None:
    with FakeSearch() as fake:
        run("search", "use", "searxng", "--base-url", fake.base_url)
        assert session.store().current.search.base_url == fake.base_url
        told = run("search", "test", "paper lanterns").stdout
        listed = json.loads(run("search", "test", "--json").stdout)
    assert fake.pages[0].url in told
    assert [one["title"] for one in listed] == [page.title for page in fake.pages]
    assert fake.queries == ["paper lanterns", "weather"]


def test_a_service_that_fails_its_test_says_why(run: Run) -> None:
    with FakeSearch(status=500) as fake:
        run("search", "use", "searxng", "--base-url", fake.base_url)
        assert "status 500" in run("search", "test", code=1).output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere/x"], 3),
        (["google"], 2),
        (["searxng"], 3),
        (["searxng", "--base-url", "http://search.example"], 3),
        (["brave"], 2),
        (["brave", "--key-env", "A", "--key-stdin"], 2),
        (["a/b", "--count", "3"], 2),
        (["tavily", "--key-env", "T", "--count", "99"], 2),
    ],
)
def test_what_cannot_be_is_refused(run: Run, session: Session, words: list[str], code: int) -> None:
    run("search", "use", *words, code=code)
    assert session.store().current.search.endpoint == "none"


def test_what_may_be_said_is_told_who_said_something_else(run: Run) -> None:
    assert "searxng, brave, tavily" in run("search", "use", "google", code=2).output
    told = run("search", "use", "brave", code=2).output
    assert "Brave Search wants a key" in told
    assert "--no-key" not in told  # there is no such option here


def test_dragoman_is_no_search_service_of_its_own(run: Run) -> None:
    run("search", "use", "searxng", "--base-url", "http://127.0.0.1:8777", code=3)


def test_nothing_set_up_is_said(run: Run) -> None:
    run("search", "test", code=3)
    assert "Nothing is set up" in run("search", "show").output
