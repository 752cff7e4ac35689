"""Answers of our own: one search and one text, whatever was found."""

import pytest

from app.core.conversation import Opaque, Text
from app.core.fold import fold
from app.core.search import Found, Search
from app.gateway.search.own_answer import found, nobody
from app.gateway.search.service import ServiceError, service
from app.settings.schema import SearchSettings

SEARXNG = service(SearchSettings(endpoint="searxng", base_url="http://127.0.0.1:8080"))


def test_what_was_found_is_told_as_a_search_and_in_words() -> None:
    assert SEARXNG is not None
    search = Search("lanterns", (Found("T", "https://a.example", "Of paper."),))
    answer = fold(found(search, SEARXNG))
    first, text = answer.parts
    assert isinstance(first, Opaque)
    assert first.search == search
    assert isinstance(text, Text)
    assert text.text.startswith('What SearXNG found on the web for "lanterns"')
    assert "https://a.example" in text.text
    assert answer.usage is not None
    assert answer.usage.searches == 1


@pytest.mark.parametrize("helper", [SEARXNG, ServiceError("Brave has no key.")])
def test_a_failed_search_is_told_as_one(helper: object) -> None:
    assert helper is SEARXNG or isinstance(helper, ServiceError)
    failed = Search("lanterns", error="The search failed: Brave has no key.")
    answer = fold(found(failed, helper))  # type: ignore[arg-type]  # either of the two
    text = answer.parts[1]
    assert isinstance(text, Text)
    assert "found nothing" in text.text
    assert "Brave has no key." in text.text


def test_that_nobody_can_search_is_said_with_what_to_do() -> None:
    answer = fold(nobody("lanterns", "deepseek-chat"))
    text = answer.parts[1]
    assert isinstance(text, Text)
    assert "deepseek-chat cannot do it" in text.text
    assert "dragoman search use" in text.text
    assert answer.usage is not None
    assert answer.usage.searches == 0


def test_a_model_that_was_chosen_in_vain_is_named() -> None:
    text = fold(nobody("lanterns", "deepseek-chat", "able/other")).parts[1]
    assert isinstance(text, Text)
    assert "able/other cannot either" in text.text
