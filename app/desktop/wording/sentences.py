"""Sentences that are made below the windows, in English and with values in them, in Chinese too.

What they are made from is listed in resources/translations/sentences.txt, and translated like every
other text, in the context "Errors". A sentence that is not listed stays English.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from app.desktop.wording.translate import translate, translating
from app.platform.resources import resources

_CONTEXT = "Errors"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Values that somebody named, which are never words of ours.
_NAMES = frozenset(
    {"client", "host", "model", "name", "path", "profile", "provider", "subject", "word"}
)
_LONGEST = 2000  # characters; a longer text is no sentence of ours
_MOST_ENDS = 24
# Behind a sentence, behind a name and its colon, and at the beginning of a line.
_END = re.compile(r"(?<=[.?!:])[ \t]+|\n[ \t]*|(?<=[。？！：；])")


def said(text: str) -> str:
    """`text` in the user's language: sentence by sentence, as far as they are known."""
    if not translating() or not text or len(text) > _LONGEST:
        return text
    return _read(text, True).words()


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with {placeholders}; {word} stands for one word, the others for anything.

    A part is only read where it stands as another template's value.
    """

    text: str
    part: bool
    pattern: re.Pattern[str]
    core: str
    """The longest run of letters between placeholders: what is looked for first."""
    weight: int
    """How many characters are literal: the template with most of them is the right one."""

    @classmethod
    def of(cls, text: str, *, part: bool) -> "Template":
        """Compile one."""
        pieces = _PLACEHOLDER.split(text)
        literals, names = pieces[::2], pieces[1::2]
        pattern = _literal(literals[0], first=True)
        known: set[str] = set()
        for name, literal in zip(names, literals[1:], strict=True):
            anything = r"\S+" if name == "word" else r"(?s:.+?)"
            pattern += f"(?P={name})" if name in known else f"(?P<{name}>{anything})"
            pattern += _literal(literal)
            known.add(name)
        core = max((literals[0][1:], *literals[1:]), key=len)
        return cls(text, part, re.compile(pattern), core, sum(map(len, literals)))


@cache
def templates() -> tuple[Template, ...]:
    """Everything listed, parts last. Raises `OSError` where the list is missing."""
    return tuple(
        Template.of(text, part=section in ("parts", "system")) for section, text in listed()
    )


def listed() -> list[tuple[str, str]]:
    """The list's lines as (section, template)."""
    section, found = "", []
    file = resources() / "translations" / "sentences.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            found.append((section, line.translate(_JOINTS).replace("\\n", "\n")))
    return found


_JOINTS = {ord("⟦"): None, ord("⟧"): None}


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as it was understood: templates with their values, and what lies between."""

    pieces: "tuple[str | tuple[Template, tuple[tuple[str, _Said], ...]], ...]"
    weight: int

    def words(self) -> str:
        """In the user's language."""
        made = ""
        for piece in self.pieces:
            if isinstance(piece, str):
                # A full stop of Chinese has its space in it.
                made += piece.lstrip(" ") if made.endswith(_FULL_WIDTH) else piece
                continue
            template, values = piece
            pattern = translate(_CONTEXT, template.text)
            made += pattern.format(**{name: value.words() for name, value in values})
        return made


_FULL_WIDTH = tuple("。？！：；）")


@lru_cache(maxsize=1024)
def _read(text: str, whole: bool) -> _Said:
    """Cut `text` where most of it is known. A value is one sentence, part or text of somebody."""
    ends = list(_END.finditer(text))
    if len(ends) > _MOST_ENDS:
        return _Said((text,), 0)
    cuts = [(0, 0), *((end.start(), end.end()) for end in ends), (len(text), len(text))]
    last = len(cuts) - 1
    best: list[_Said] = [_Said((), 0)] * (last + 1)
    for first in range(last - 1, -1, -1):
        start = cuts[first][1]
        chosen: _Said | None = None
        for behind in range(last, first, -1):
            end, following = cuts[behind]
            rest, gap = best[behind], text[end:following]
            understood = _match(text[start:end].strip(), (first, behind) == (0, last) and not whole)
            if understood is None and behind > first + 1:
                continue
            one = understood or _Said((text[start:end],), 0)
            made = _Said((*one.pieces, *((gap,) if gap else ()), *rest.pieces), 0)
            weight = one.weight + rest.weight
            if chosen is None or weight > chosen.weight:
                chosen = _Said(made.pieces, weight)
        assert chosen is not None  # noqa: S101 - a single sentence is always one
        best[first] = chosen
    return best[0]


@lru_cache(maxsize=4096)
def _match(text: str, with_parts: bool) -> _Said | None:
    found: _Said | None = None
    for template in templates():
        if (template.part and not with_parts) or template.core not in text:
            continue
        match = template.pattern.fullmatch(text)
        if match is None:
            continue
        values = tuple(
            (name, _Said((value,), 0) if name in _NAMES else _read(value, False))
            for name, value in match.groupdict().items()
        )
        weight = template.weight + sum(value.weight for _, value in values)
        if found is None or weight > found.weight:
            found = _Said(((template, values),), weight)
    return found


def _literal(text: str, *, first: bool = False) -> str:
    if not first or not text[:1].isalpha():
        return re.escape(text)
    # Settings say what is wrong in small letters behind a field's name, and windows without it.
    return f"[{text[0].lower()}{text[0].upper()}]{re.escape(text[1:])}"
