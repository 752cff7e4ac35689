"""Which program calls, by what it says of itself: for statistics, never for decisions."""

import re
from collections.abc import Mapping

# First word of the User-Agent -> the name that we show (each observed, November 2026).
_NAMES = {
    "claude-cli": "claude-code",
    "codex_exec": "codex",
    "codex_cli_rs": "codex",
    "codex-tui": "codex",
    "geminicli": "gemini-cli",
    "geminicli-tui": "gemini-cli",
    "qwencode": "qwen-code",
}
# The official SDKs: "OpenAI/Python 3.52.0", "AsyncAnthropic/Python 2.11.0", "OpenAI/JS 7.55.0".
_SDK = re.compile(r"(?:Async)?(OpenAI|Anthropic)/(\w+) ([0-9][\w.+-]*)", re.ASCII)
# "google-genai-sdk/3.4.0 gl-python/3.11.7", "google-genai-sdk/1.30.0 gl-node/v24.19.0".
_GOOGLE_SDK = re.compile(r"google-genai-sdk/([0-9][\w.+-]*) gl-(\w+)", re.ASCII)
_GOOGLE_LANGUAGES = {"node": "js"}
_PRODUCT = re.compile(r"([A-Za-z][A-Za-z0-9._-]{0,39})(?:/v?([0-9][\w.+-]{0,31}))?", re.ASCII)
_CLAUDE_CODE_SESSION = "x-claude-code-session-id"


def client_program(headers: Mapping[str, str]) -> tuple[str, str]:
    """The program and its version from a request's headers (lower-case names); "" for unknown."""
    agent = headers.get("user-agent", "")
    if found := _SDK.match(agent):
        vendor, language, version = found.groups()
        return f"{vendor}-{language}".lower(), version[:32]
    if found := _GOOGLE_SDK.match(agent):
        version, language = found.groups()
        return f"google-genai-{_GOOGLE_LANGUAGES.get(language, language)}", version[:32]
    product = _PRODUCT.match(agent)
    if product is None:
        return "", ""
    name, version = product[1].lower(), product[2] or ""
    if name == "claude-cli" and _CLAUDE_CODE_SESSION not in headers:
        # Qwen Code 0.24 calls itself claude-cli towards an Anthropic endpoint.
        return ("qwen-code" if version.startswith("0.") else "claude-code"), version
    return _NAMES.get(name, name), version
