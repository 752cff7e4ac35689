"""Secrets taken out of whatever is about to be printed or logged."""

import logging
import re
import sys
from types import TracebackType
from urllib.parse import quote

_SHOWN = "[redacted]"
# Below this a value is an ordinary word ("ollama", "none"), and hiding it would garble the log.
_SHORTEST = 8

# What a key looks like, for those that we were never told. The vendors' own prefixes.
_KEY_SHAPES = re.compile(
    r"""
    \b(?:sk|rk|pk)-[A-Za-z0-9_\-]{12,}            # OpenAI, Anthropic, DeepSeek, OpenRouter ...
    | \b(?:hf|gsk|ghp|gho|github_pat|nvapi)[_-][A-Za-z0-9_\-]{12,}   # Hugging Face, Groq, GitHub
    | \b(?:xai|drg|pplx|tp|ms)-[A-Za-z0-9_\-]{12,}
    | \bAIza[A-Za-z0-9_\-]{20,} | \bya29\.[A-Za-z0-9_\-.]{12,}       # Google
    | \beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*   # a JSON web token
    | \b[0-9a-f]{32}\.[A-Za-z0-9]{12,}            # Zhipu
    """,
    re.VERBOSE,
)
_BEARER = re.compile(r"(?i)\b(bearer|basic)(\s+|%20)[A-Za-z0-9._~+/=\-]{6,}")
_FIELD = re.compile(
    r"""(?ix)
    (?<![A-Za-z0-9])((?:proxy-)?authorization|x-api-key|api[-_]?key|x-goog-api-key|(?:set-)?cookie
       |app[-_]?secret|client[-_]?secret|access[-_]?token|refresh[-_]?token|password)
    (["']?\s*[:=,]\s*+(?:b?["'])?+)
    (?!\[redacted\]|(?:bearer|basic)\s|(?:keyring|env|file):)[^\s"'&,;)}\]]+
    """
)
_QUERY = re.compile(r"(?i)([?&](?:key|api[-_]?key|token|access_token|sig|signature)=)[^&\s\"'#]+")
_USERINFO = re.compile(r"(://[^/\s:@]+:)[^/\s@]+@")


class Redactor:
    """Knows values that must not be shown, and what keys look like."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._known: re.Pattern[str] | None = None

    def register(self, value: str) -> None:
        """Hide `value` from now on, also as it looks in a URL."""
        if len(value) < _SHORTEST or value in self._values:
            return
        self._values |= {value, quote(value, safe="")}
        longest_first = sorted(self._values, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)))

    def redact(self, text: str) -> str:
        """`text` without known values and without what looks like a key."""
        if self._known is not None:
            text = self._known.sub(_SHOWN, text)
        text = _KEY_SHAPES.sub(_SHOWN, text)
        text = _BEARER.sub(rf"\1\2{_SHOWN}", text)
        text = _FIELD.sub(rf"\1\2{_SHOWN}", text)
        text = _QUERY.sub(rf"\1{_SHOWN}", text)
        return _USERINFO.sub(rf"\1{_SHOWN}@", text)


_redactor = Redactor()
register = _redactor.register
redact = _redactor.redact


class RedactingFilter(logging.Filter):
    """Rewrites a record before its handler formats it: message, traceback and stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, cleaned."""
        try:
            message = record.getMessage()
        except Exception:
            message = f"(a log line that could not be formatted, from {record.pathname})"
        record.msg, record.args = redact(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _traceback_formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


_traceback_formatter = logging.Formatter()
_filter = RedactingFilter()


def install() -> None:
    """Put the filter on every handler of the root logger and clean uncaught tracebacks.

    Call it after the handlers are in place; calling it again adds nothing twice.
    """
    handlers = [*logging.getLogger().handlers]
    if logging.lastResort is not None:
        handlers.append(logging.lastResort)
    for handler in handlers:
        if _filter not in handler.filters:
            handler.addFilter(_filter)
    sys.excepthook = _print_uncaught


def _print_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    import traceback

    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))
