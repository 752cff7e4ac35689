"""Which deferred tools a conversation has brought already."""

from app.core.conversation import Conversation, Text, ToolCall, ToolReference, ToolResult, Turn
from app.dialects.deferred_tools import loaded


def test_what_was_called_or_found_by_a_search_is_loaded() -> None:
    found = ToolResult("c0", (Text("found: weather"), ToolReference("weather")))
    talk = Conversation(
        "openai_responses",
        "m",
        (
            Turn("user", (Text("Is there a tool named time?"),)),
            Turn("assistant", (ToolCall("c0", "search", "{}"), ToolReference("calendar"))),
            Turn("user", (found,)),
        ),
    )
    assert loaded(talk) == {"search", "calendar", "weather"}
    assert loaded(Conversation("gemini", "m", ())) == set()
