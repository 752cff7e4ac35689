import pytest

from app.dialects.anthropic_messages.client_tools import documented, is_client_tool


@pytest.mark.parametrize(
    ("wire_type", "field"),
    [
        ("bash_20250124", "command"),
        ("text_editor_20250728", "old_str"),
        ("memory_20250818", "old_path"),
        ("computer_20251124", "coordinate"),
    ],
)
def test_the_trained_in_tools_have_a_schema(wire_type: str, field: str) -> None:
    assert is_client_tool(wire_type)
    description, schema = documented(wire_type)
    assert description.endswith(".")
    assert schema["type"] == "object"
    assert field in schema["properties"]
    assert set(schema["required"]) <= set(schema["properties"])


def test_only_the_older_editor_can_undo() -> None:
    old = documented("text_editor_20250124")[1]["properties"]["command"]["enum"]
    new = documented("text_editor_20250429")[1]["properties"]["command"]["enum"]
    assert "undo_edit" in old
    assert "undo_edit" not in new


@pytest.mark.parametrize("other", ["web_search_20250305", "custom", None, 3])
def test_other_tools_are_not_the_client_s_trained_in_ones(other: object) -> None:
    assert not is_client_tool(other)
