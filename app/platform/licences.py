"""The libraries that the program uses, and on which terms, as their own metadata say."""

import importlib.metadata
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_CLASSIFIER = "License :: OSI Approved :: "
_EXTRA = re.compile(r"extra\s*==\s*[\"'](\w+)")
_OWN = "dragoman"
_OURS = frozenset({"desktop", "server"})  # the extras that the program itself can use


@dataclass(frozen=True, slots=True)
class Library:
    """A library; `licence` is "" where it does not say."""

    name: str
    version: str
    licence: str


def libraries() -> tuple[Library, ...]:
    """Those that we ask for and that are here, by name; it reads a file for each."""
    try:
        wanted = importlib.metadata.requires(_OWN) or []
    except importlib.metadata.PackageNotFoundError:
        wanted = []
    found = {}
    for requirement in wanted:
        name, extra = _NAME.match(requirement), _EXTRA.search(requirement)
        if name is not None and (extra is None or extra.group(1) in _OURS):
            library = _library(name.group())
            if library is not None:
                found[library.name.lower()] = library
    return tuple(found[name] for name in sorted(found))


def _library(name: str) -> Library | None:
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    # A mapping too, which its own type leaves out.
    told = cast("Mapping[str, str]", metadata)
    licence = told.get("License-Expression") or told.get("License") or ""
    if not licence or "\n" in licence:  # some put the whole text there
        classifiers = metadata.get_all("Classifier") or []
        named = [each for each in classifiers if each.startswith(_CLASSIFIER)]
        licence = named[0].removeprefix(_CLASSIFIER) if named else ""
    return Library(told["Name"], told["Version"], licence)
