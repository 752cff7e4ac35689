"""A TOML document changed by a difference means the new values, whatever its layout was."""

import tomllib
from typing import Any

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from app.settings.edit import edit, spaced

KEYS = st.sampled_from(["a", "b", "c", "dotted.key", "with space"])
SCALARS = st.one_of(st.integers(-9, 9), st.booleans(), st.text('xyz"\n#[', max_size=4))
ROWS = st.lists(st.dictionaries(KEYS, SCALARS, min_size=1, max_size=3), min_size=1, max_size=3)
TREES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(KEYS, st.one_of(SCALARS, st.lists(SCALARS, max_size=3), ROWS), max_size=3),
    lambda inner: st.dictionaries(KEYS, st.one_of(SCALARS, inner, ROWS), max_size=3),
    max_leaves=8,
)


@given(TREES, TREES)
def test_an_edited_document_means_the_new_tree(old: dict[str, Any], new: dict[str, Any]) -> None:
    document = tomlkit.parse(tomlkit.dumps(old))
    edit(document, old, new)
    assert tomllib.loads(tomlkit.dumps(document)) == new


def test_keys_that_are_not_in_the_old_tree_are_left_alone() -> None:
    document = tomlkit.parse("mine = 1 # mine\n[a]\nx = 1\ny = 2 # why\n")
    edit(document, {"a": {"x": 1}}, {"a": {"x": 3}})
    assert tomlkit.dumps(document) == "mine = 1 # mine\n[a]\nx = 3\ny = 2 # why\n"


def test_a_list_of_values_may_become_a_list_of_tables() -> None:
    document = tomlkit.parse("a = [1]\n")
    edit(document, {"a": [1]}, {"a": [{"b": 2}]})
    assert tomllib.loads(tomlkit.dumps(document)) == {"a": [{"b": 2}]}


def test_tables_are_spaced_by_one_line_unless_a_comment_stands_before() -> None:
    assert spaced("a = 1\n[b]\nx = 1\n\n\n\n[c]\n# d\n[d]\n") == (
        "a = 1\n\n[b]\nx = 1\n\n[c]\n# d\n[d]\n"
    )
