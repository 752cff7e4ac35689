"""A search of the web that was made in the course of an answer."""

from dataclasses import dataclass

_SNIPPET = 2_000  # characters of one result's words that another reader gets


@dataclass(frozen=True, slots=True)
class Found:
    """One result. `snippet` are words of the page, `age` is when it was written, as it was told."""

    title: str
    url: str
    snippet: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for, and found. `error` is a sentence where the search failed.

    A provider that only tells what it searched for has no results here: they are in its answer.
    `answer` are the words of a model that searched for another one.
    """

    query: str
    results: tuple[Found, ...] = ()
    error: str = ""
    answer: str = ""


def listed(search: Search) -> str:
    """The results as text that a person and a model can read, numbered, with their addresses."""
    if search.error:
        return search.error
    lines = [search.answer, ""] if search.answer else []
    for number, found in enumerate(search.results, 1):
        age = f" ({found.age})" if found.age else ""
        lines.append(f"{number}. {found.title or found.url}{age}\n   {found.url}")
        if words := " ".join(found.snippet.split()):
            lines.append(f"   {words[:_SNIPPET]}")
    return "\n".join(lines).rstrip() or "Nothing was found."


def summary(search: Search) -> str:
    """What a reader sees of the search who cannot be shown it as one."""
    head = f"[Searched the web: {search.query}]" if search.query else "[Searched the web]"
    told = search.results or search.error or search.answer
    return f"{head}\n{listed(search)}" if told else head
