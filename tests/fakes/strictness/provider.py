"""What all strict providers have in common."""

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_MARK = re.compile(r"mark-([a-z0-9]+)-(\d+)-")


class Refusal(Exception):  # noqa: N818 - what a provider says, not what went wrong with it
    """A 400. `error` is the body's `error` object."""

    def __init__(self, message: str, **error: Any) -> None:
        super().__init__(message)
        self.error: Json = {"message": message, **error}


@dataclass(frozen=True)
class Thought:
    """One answer as its provider remembers it: the words, and whatever proves them on its wire."""

    number: int
    words: str
    proof: Any
    hidden: bool


@dataclass(frozen=True)
class Wish:
    """What an answer is to be: with a call or without, with its reasoning told or hidden."""

    called: bool
    hidden: bool
    spoken: bool


class StrictProvider:
    """One provider's account. `returned` lists the own thoughts that the last request brought back.

    Each answer has a mark in its words and in its call, by which its provider knows it again.
    """

    dialect = ""

    def __init__(self, name: str, preset: str, model: str) -> None:
        self.name, self.preset, self.model = name, preset, model
        self.thoughts: dict[int, Thought] = {}
        self.returned: set[int] = set()
        self.seen: set[int] = set()

    @property
    def proofs(self) -> list[str]:
        """The texts that nobody else can verify."""
        return []

    def ask(self, body: Json, wish: Wish) -> Json:
        """The answer to a request. Raises `Refusal`."""
        self.returned, self.seen = set(), set()
        self.check(body)
        number = len(self.thoughts) + 1
        thought = Thought(number, self.words(number), self.prove(number), wish.hidden)
        answer = self.answer(thought, wish)
        self.thoughts[number] = thought
        return answer

    def words(self, number: int) -> str:
        """Reasoning that is unmistakably this one's."""
        return f"{self.name} thinks:\n the {number}. thought, «so» "

    def mark(self, number: int) -> str:
        """What stands in an answer's text and in its call's arguments."""
        return f"mark-{self.name}-{number}-"

    def mine(self, said: object) -> Thought | None:
        """The own thought that belongs to a message or item of the history."""
        for name, number in _MARK.findall(str(said)):
            if name == self.name:
                return self.thoughts[int(number)]
        return None

    def prove(self, number: int) -> Any:
        """What the wire has as proof."""
        return None

    def check(self, body: Json) -> None:
        """Look at a request. Raises `Refusal`."""
        raise NotImplementedError

    def answer(self, thought: Thought, wish: Wish) -> Json:
        """The whole answer."""
        raise NotImplementedError
