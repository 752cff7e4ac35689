"""Secrets taken out of whatever is about to be printed or logged."""

import json
import logging
import re
import sys
from types import TracebackType
from urllib.parse import quote

_SHOWN = "[redacted]"
# Below this a value is an ordinary word ("ollama", "none"), and hiding it would garble the log.
_SHORTEST = 8

# What a key looks like, for those that we were never told. The vendors' own prefixes. In ASCII, or
# a letter of another script before a key ("密钥sk-...") would count as part of its word.
_KEY_SHAPES = re.compile(
    r"""
    \b(?:sk|rk|pk)-[A-Za-z0-9_\-]{12,}            # OpenAI, Anthropic, DeepSeek, OpenRouter ...
    | \b(?:hf|gsk|ghp|gho|github_pat|nvapi)[_-][A-Za-z0-9_\-]{12,}   # Hugging Face, Groq, GitHub
    | \b(?:xai|drg|dra|pplx|tp|ms)-[A-Za-z0-9_\-]{12,}
    | \bAIza[A-Za-z0-9_\-]{20,} | \bya29\.[A-Za-z0-9_\-.]{12,}       # Google
    | \beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*   # a JSON web token
    | \b[0-9a-f]{32}\.[A-Za-z0-9]{12,}            # Zhipu
    """,
    re.VERBOSE | re.ASCII,
)
_BEARER = re.compile(r"(?ia)\b(bearer|basic)(\s+|%20)[A-Za-z0-9._~+/=\-]{6,}")
_FIELD = re.compile(
    r"""(?iax)
    (?<![A-Za-z0-9])((?:proxy-)?authorization|x-api-key|api[-_]?key|x-goog-api-key|(?:set-)?cookie
       |app[-_]?secret|client[-_]?secret|access[-_]?token|refresh[-_]?token|password)
    (\\?["']?\s*[:=,]\s*+(?:b?\\?["'])?+)
    (?!\[redacted\]|(?:bearer|basic)\s|(?:keyring|env|file):)[^\s"'&,;)}\]]+
    """
)
_QUERY = re.compile(r"(?ia)([?&](?:key|api[-_]?key|token|access_token|sig|signature)=)[^&\s\"'#]+")
_USERINFO = re.compile(r"(://[^/\s:@]+:)[^/\s@]+@")
_AFTER_A_DOT = re.compile(r"\.[A-Za-z0-9]{12}")


class Redactor:
    """Knows values that must not be shown, and what keys look like."""

    def __init__(self) -> None:
        self._values: frozenset[str] = frozenset()
        self._longest_first: tuple[str, ...] = ()

    def register(self, value: str) -> None:
        """Hide `value` from now on, also as it looks in a URL and in JSON."""
        if len(value) < _SHORTEST or value in self._values:
            return
        in_json = json.dumps(value)[1:-1]
        self._values |= {value, quote(value, safe=""), in_json, value.translate(_QUOTED)}
        self._longest_first = tuple(sorted(self._values, key=len, reverse=True))

    @property
    def values(self) -> tuple[str, ...]:
        """What is hidden, in every form that it may take, the longest first."""
        return self._longest_first

    def redact(self, text: str) -> str:
        """`text` without known values and without what looks like a key."""
        text = self.without_keys(text)
        low = text.lower()
        if "bearer" in low or "basic" in low:
            text = _BEARER.sub(rf"\1\2{_SHOWN}", text)
        if _may_name_a_secret(low):
            text = _FIELD.sub(rf"\1\2{_SHOWN}", text)
        if "=" in text and ("?" in text or "&" in text):
            text = _QUERY.sub(rf"\1{_SHOWN}", text)
        if "@" in text and "://" in text:
            text = _USERINFO.sub(rf"\1{_SHOWN}@", text)
        return text

    def without_keys(self, text: str) -> str:
        """`text` without known values and vendors' keys; what only follows a telling word stays.

        For prose, where "password, please" is no secret.
        """
        for value in self._longest_first:
            if value in text:
                text = text.replace(value, _SHOWN)
        return _KEY_SHAPES.sub(_SHOWN, text) if _may_hold_a_key(text) else text


# A line goes through six expressions in 15 us and through what each of them needs to match in 2.
def _may_hold_a_key(text: str) -> bool:
    return (
        "sk-" in text
        or "rk-" in text
        or "pk-" in text
        or "ms-" in text
        or "tp-" in text
        or "hf_" in text
        or "hf-" in text
        or "gsk" in text
        or "ghp" in text
        or "gho" in text
        or "github_pat" in text
        or "nvapi" in text
        or "xai-" in text
        or "drg-" in text
        or "dra-" in text
        or "pplx-" in text
        or "AIza" in text
        or "ya29." in text
        or "eyJ" in text
        or _AFTER_A_DOT.search(text) is not None
    )


def _may_name_a_secret(low: str) -> bool:
    return (
        "key" in low
        or "authorization" in low
        or "cookie" in low
        or "secret" in low
        or "password" in low
        or ("token" in low and ("access" in low or "refresh" in low))
    )


# JSON as most write it: other scripts as they are.
_QUOTED = str.maketrans({'"': r"\"", "\\": r"\\"})

redactor = Redactor()
register = redactor.register
redact = redactor.redact
without_keys = redactor.without_keys


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
