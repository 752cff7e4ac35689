"""Named changes of traits: what one endpoint does otherwise than the ordinary one.

A preset switches them on by name, for all models or for some. Each is pure and says one thing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from app.core.traits import Traits

Change = Callable[[Traits], Traits]


def _set(**changes: Any) -> Change:
    def change(traits: Traits) -> Traits:
        return replace(traits, **changes)

    return change


QUIRKS: dict[str, tuple[str, Change]] = {}


def apply(names: Iterable[str], traits: Traits) -> Traits:
    """`traits` with the quirks of these names, in their order.

    Raises `KeyError` for a name that is not in `QUIRKS`.
    """
    for name in names:
        traits = QUIRKS[name][1](traits)
    return traits
