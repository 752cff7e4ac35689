"""What a change of the settings changed, so that it alone can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.settings.schema import Settings

_Path = tuple[str, ...]
_GONE = object()


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One value that was changed; `_GONE` where there was none before, or is none after."""

    path: _Path
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Inverse:
    """The way back from one version of the settings to the one before."""

    _leaves: tuple[_Leaf, ...] = field(repr=False)
    _orders: tuple[tuple[_Path, tuple[str, ...]], ...] = field(repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was changed."""
        return not self._leaves and not self._orders

    def take_back(self, settings: Settings) -> Settings:
        """`settings` with what the change changed as it was before.

        What somebody has changed since stays as they made it. Raises pydantic's `ValidationError`
        where that is no valid whole any more.
        """
        plain = settings.model_dump(warnings=False)
        for leaf in self._leaves:
            _restore(plain, leaf)
        for path, order in self._orders:
            _reorder(plain, path, order)
        return Settings.model_validate(plain)


def inverse(before: Settings, after: Settings) -> Inverse:
    """The inverse of the change that made `after` of `before`."""
    leaves: list[_Leaf] = []
    orders: list[tuple[_Path, tuple[str, ...]]] = []
    old, new = before.model_dump(warnings=False), after.model_dump(warnings=False)
    _compare((), old, new, leaves, orders)
    return Inverse(tuple(leaves), tuple(orders))


def _compare(
    path: _Path,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    leaves: list[_Leaf],
    orders: list[tuple[_Path, tuple[str, ...]]],
) -> None:
    if list(old) != list(new):
        orders.append((path, tuple(old)))
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, _GONE), new.get(key, _GONE)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            _compare((*path, key), before, after, leaves, orders)
        elif before is _GONE or after is _GONE or before != after:
            leaves.append(_Leaf((*path, key), before, after))


def _restore(plain: dict[str, Any], leaf: _Leaf) -> None:
    place = _at(plain, leaf.path[:-1])
    key = leaf.path[-1]
    if place is None or place.get(key, _GONE) != leaf.after:
        return
    if leaf.before is _GONE:
        del place[key]
    else:
        place[key] = leaf.before


def _reorder(plain: dict[str, Any], path: _Path, order: tuple[str, ...]) -> None:
    place = _at(plain, path)
    if place is None:
        return
    known = [key for key in order if key in place]
    items = {key: place[key] for key in dict.fromkeys((*known, *place))}
    place.clear()
    place.update(items)


def _at(plain: dict[str, Any], path: _Path) -> dict[str, Any] | None:
    place: Any = plain
    for key in path:
        place = place.get(key) if isinstance(place, dict) else None
    return place if isinstance(place, dict) else None
