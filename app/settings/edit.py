"""A TOML document changed key by key, so that comments, order and unknown keys stay."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any, TypeGuard

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.items import AoT, Array, InlineTable, Item

Plain = Mapping[str, Any]


def edit(document: MutableMapping[str, Any], old: Plain, new: Plain) -> None:
    """Change `document` in place by what differs between `old` and `new`, and by nothing else.

    `old` is what the document means now; it may leave out keys that the document has.
    """
    for key in old.keys() - new.keys():
        document.pop(key, None)
    for key, value in new.items():  # in the order in which they are declared
        if key in old and _same(old[key], value):
            continue
        present = document.get(key)
        before = old.get(key)
        if isinstance(present, OutOfOrderTableProxy) and _moved(before, value):
            # Parts of it stand between other tables: they cannot be moved, only written anew.
            document.pop(key)
            _put(document, key, value)
        elif isinstance(value, Mapping) and value and isinstance(present, MutableMapping):
            edit(present, before if isinstance(before, Mapping) else {}, value)
        elif isinstance(present, AoT | Array) and _rules(value) and _rules(before):
            _edit_list(document, key, before, value)
        else:
            _put(document, key, value)
    if _moved(old, new):
        _reorder(document, list(new))


def spaced(text: str) -> str:
    """`text` with one empty line before each table, unless a comment stands before it."""
    return re.sub(r"(?m)^(?!#)(.*\S.*)\n+(?=\[)", r"\1\n\n", text)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal, and mappings in them have their keys in the same order."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _moved(old: Any, new: Any) -> bool:
    """Whether keys that are in both stand in another order, or a table came between them.

    The order of a branch's own fields never changes, so the hand-made order of a file stays.
    """
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return False
    kept = [key for key in new if key in old]
    if kept != [key for key in old if key in new]:
        return True
    tables = all(isinstance(value, Mapping) and value for value in new.values())
    return tables and kept != [*new][: len(kept)]


def _reorder(document: MutableMapping[str, Any], order: list[str]) -> None:
    """Bring the keys into this order."""
    wanted = [key for key in order if key in document]
    items = {key: document.pop(key) for key in wanted}
    for key in wanted:
        document[key] = items[key]


def _edit_list(
    document: MutableMapping[str, Any], key: str, old: list[Any], new: list[Any]
) -> None:
    """Change a list of tables: in place, by an addition at the end, or by taking some away."""
    present = document[key]
    if len(present) == len(old) == len(new):
        for table, before, after in zip(present, old, new, strict=True):
            edit(table, before, after)
    elif len(present) == len(old) and new[: len(old)] == old:
        for value in new[len(old) :]:
            present.append(_item(value) if isinstance(present, AoT) else _inline(value))
    elif len(present) == len(old) and (gone := _gone(old, new)) is not None:
        for index in reversed(gone):
            del present[index]
        if not new:
            document.pop(key)
    else:
        _put(document, key, new)


def _gone(old: list[Any], new: list[Any]) -> list[int] | None:
    """The places in `old` whose removal gives `new`; None where it is not that simple."""
    gone, at = [], 0
    for index, value in enumerate(old):
        if at < len(new) and new[at] == value:
            at += 1
        else:
            gone.append(index)
    return gone if at == len(new) else None


def _put(document: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Set a key; a value replaced by one of its kind keeps the comment behind it."""
    item = _inline(value) if isinstance(document, InlineTable) else _item(value)
    present = document.get(key)
    if isinstance(present, Item) and not isinstance(value, Mapping | list):
        item.trivia.comment = present.trivia.comment
        item.trivia.comment_ws = present.trivia.comment_ws
    document[key] = item


def _rules(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)


def _item(value: Any) -> Item:
    if isinstance(value, Mapping):
        table = tomlkit.table(is_super_table=_only_tables(value))
        for key, inner in value.items():
            table.add(key, _item(inner))
        return table
    if isinstance(value, list) and value and _rules(value):
        tables = tomlkit.aot()
        for entry in value:
            tables.append(_item(entry))
        return tables
    item: Item = tomlkit.item(value)
    return item


def _inline(value: Any) -> Item:
    """`value` as it is written within one line."""
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table.append(key, _inline(inner))
        return table
    if _rules(value):
        array = tomlkit.array()
        array.extend(_inline(entry) for entry in value)
        return array
    item: Item = tomlkit.item(value)
    return item


def _only_tables(value: Plain) -> bool:
    return bool(value) and all(
        isinstance(inner, Mapping) or (inner and _rules(inner)) for inner in value.values()
    )
