"""Whether a wire object says a thing, wherever in it that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Holds:
    """Matches a string that holds `words`."""

    words: str


@dataclass(frozen=True, slots=True)
class Lacks:
    """Matches an object without a key `name`, or a whole body that has it nowhere."""

    name: str


@dataclass(frozen=True, slots=True)
class Either:
    """Matches where one of two patterns does."""

    one: Any
    other: Any


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Matches a body in which nothing matches `pattern`."""

    pattern: Any


def says(body: Any, pattern: Any) -> bool:
    """Whether `pattern` matches some value inside `body`.

    A mapping matches an object that has its keys with matching values, and perhaps more; a list
    matches one that holds a match for each of its elements in their order; anything else matches
    what is equal to it.
    """
    if isinstance(pattern, Nowhere):
        return not says(body, pattern.pattern)
    if isinstance(pattern, Either):
        return says(body, pattern.one) or says(body, pattern.other)
    if isinstance(pattern, Lacks):
        return not any(isinstance(value, dict) and pattern.name in value for value in _all(body))
    return any(_fits(value, pattern) for value in _all(body))


def _all(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for inner in value.values():
            yield from _all(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _all(inner)


def _fits(value: Any, pattern: Any) -> bool:
    match pattern:
        case Holds(words=words):
            return isinstance(value, str) and words in value
        case Lacks(name=name):
            return isinstance(value, dict) and name not in value
        case Mapping():
            return isinstance(value, dict) and all(
                name in value and _fits(value[name], inner) for name, inner in pattern.items()
            )
        case list():
            if not isinstance(value, list):
                return False
            left = iter(value)
            return all(any(_fits(item, inner) for item in left) for inner in pattern)
        case _:
            return type(value) is type(pattern) and bool(value == pattern)
