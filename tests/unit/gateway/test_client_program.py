import pytest

from app.gateway.client_program import client_program


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("claude-cli/2.1.329 (external, sdk-cli)", ("claude-code", "2.1.329")),
        ("claude-cli/0.24.4 (external, cli)", ("qwen-code", "0.24.4")),
        ("codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm", ("codex", "0.169.0")),
        ("OpenAI/Python 3.52.0", ("openai-python", "3.52.0")),
        ("AsyncAnthropic/Python 2.11.0", ("anthropic-python", "2.11.0")),
        ("OpenAI/JS 7.55.0", ("openai-js", "7.55.0")),
        ("opencode/1.18.33 ai-sdk/provider-utils/3", ("opencode", "1.18.33")),
        ("QwenCode/0.24.4 (linux; x64)", ("qwen-code", "0.24.4")),
        ("GeminiCLI-tui/0.61.0/gemini-3-pro (linux; x64; terminal)", ("gemini-cli", "0.61.0")),
        ("google-genai-sdk/3.4.0 gl-python/3.11.7", ("google-genai-python", "3.4.0")),
        ("google-genai-sdk/1.30.0 gl-node/v24.19.0", ("google-genai-js", "1.30.0")),
        ("curl/8.5.0", ("curl", "8.5.0")),
        ("pi (linux)", ("pi", "")),
        ("", ("", "")),
        ("<script>", ("", "")),
        ("名前/1", ("", "")),
        ("a" * 300, ("a" * 40, "")),
    ],
)
def test_a_program_is_known_by_its_user_agent(agent: str, program: tuple[str, str]) -> None:
    assert client_program({"user-agent": agent}) == program


def test_a_session_header_tells_claude_code_from_who_borrows_its_name() -> None:
    headers = {"user-agent": "claude-cli/0.9.1", "x-claude-code-session-id": "s"}
    assert client_program(headers) == ("claude-code", "0.9.1")


def test_no_user_agent_is_no_program() -> None:
    assert client_program({}) == ("", "")
