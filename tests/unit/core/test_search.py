"""What a search is to a reader who gets it as text."""

from app.core.search import Found, Search, listed, summary

FOUND = Search(
    "paper lanterns",
    (
        Found("Lanterns", "https://a.example/x", "made  of\npaper", "2 days ago"),
        Found("", "https://b.example"),
    ),
)


def test_results_are_listed_with_their_addresses_and_words() -> None:
    assert listed(FOUND).splitlines() == [
        "1. Lanterns (2 days ago)",
        "   https://a.example/x",
        "   made of paper",
        "2. https://b.example",
        "   https://b.example",
    ]


def test_nothing_found_and_a_failure_are_said() -> None:
    assert listed(Search("q")) == "Nothing was found."
    assert listed(Search("q", error="It is down.")) == "It is down."


def test_a_search_whose_results_are_not_told_is_a_note_of_its_query() -> None:
    assert summary(Search("q")) == "[Searched the web: q]"
    assert summary(Search("")) == "[Searched the web]"


def test_a_summary_has_the_results() -> None:
    assert summary(FOUND) == f"[Searched the web: paper lanterns]\n{listed(FOUND)}"


def test_endless_words_of_a_page_are_cut() -> None:
    assert len(listed(Search("q", (Found("t", "u", "word " * 10_000),)))) < 2_100


def test_the_words_of_who_searched_stand_before_the_sources() -> None:
    told = Search("q", (Found("T", "https://a.example"),), answer="It is so.")
    assert listed(told) == "It is so.\n\n1. T\n   https://a.example"
    assert listed(Search("q", answer="It is so.")) == "It is so."
