"""What a request says to a demo."""

from app.core.conversation import Conversation, Image, Remote, Text, ToolCall, ToolResult, Turn
from app.providers.demo.prompt import read


def test_the_last_user_turn_counts_without_the_clients_reminders() -> None:
    prompt = read(
        Conversation(
            "anthropic_messages",
            "demo",
            (
                Turn("user", (Text("first"), Image(Remote("https://x.example/a.png")))),
                Turn("assistant", (Text("answer"),)),
                Turn("user", (Text("<system-reminder>\nx\n</system-reminder>"), Text("second"))),
                Turn("system", (Text("later"),)),
            ),
        )
    )
    assert prompt.text == "second"
    assert prompt.images == ()
    assert not prompt.chinese


def test_results_know_the_names_of_their_tools() -> None:
    prompt = read(
        Conversation(
            "openai_chat",
            "demo",
            (
                Turn("assistant", (ToolCall("1", "f", "{}"),)),
                Turn("user", (ToolResult("1", ()), ToolResult("2", ()))),
            ),
        )
    )
    assert [name for name, _ in prompt.results] == ["f", ""]


def test_the_gist_is_one_line_of_bounded_length() -> None:
    prompt = read(Conversation("openai_chat", "demo", (Turn("user", (Text("a\n b " * 300),)),)))
    assert len(prompt.gist) == 200
    assert "\n" not in prompt.gist
