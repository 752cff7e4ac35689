"""What a tool says besides its schema is told by name, and the forms of tools are not."""

from typing import Any

import pytest

from app.core.conversation import Tool
from app.core.sidecar import Origin, Sidecar
from app.dialects.tool_extras import extras


def tool(**data: Any) -> Tool:
    return Tool("t", None, {}, sidecar=Sidecar(Origin("theirs"), data))


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"input_examples": [], "allowed_callers": []}, ("input_examples", "allowed_callers")),
        ({"function": {"novelty": 1}, "odd": 2}, ("novelty", "odd")),
        ({"place": "tools", "namespace": {"name": "n"}, "extra": {"novelty": 1}}, ("novelty",)),
        ({"native": {"type": "custom"}}, ()),
        (
            {"namespace": {"type": "namespace", "name": "n", "description": "Of n."}, "native": {}},
            ("namespace description",),
        ),
        ({"type": "bash_20250124", "name": "bash"}, ()),
    ],
)
def test_fields_are_named_wherever_the_wire_keeps_them(
    data: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert extras(tool(**data), "ours") == names


def test_a_tool_of_the_same_wire_keeps_everything() -> None:
    assert extras(tool(novelty=1), "theirs") == ()
    assert extras(Tool("t", None, {}), "ours") == ()
