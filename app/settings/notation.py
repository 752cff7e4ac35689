"""How names, targets, references, headers and addresses are written in the settings.

Each check returns the text, or raises `ValueError` with a sentence for a person that never quotes
it: a key may have been pasted into the wrong place.
"""

import re
import zoneinfo
from typing import Any
from urllib.parse import urlsplit

# First words of our own paths: a provider of that name could not be reached by path.
RESERVED_NAMES = frozenset(
    {
        *("admin", "api", "chat", "completions", "conversations", "embeddings", "health"),
        *("messages", "models", "provider-keys", "ready", "responses", "stats", "usage"),
        *("v1", "v1alpha", "v1beta", "ws"),
    }
)

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REFERENCE = re.compile(
    r"keyring:[\x21-\x7e]{1,200}|env:[A-Za-z_][A-Za-z0-9_]*"
    r"|file:(?:[/~]|[A-Za-z]:[\\/])[^\x00-\x1f]*"
)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, token
_CREDENTIAL_HEADER = re.compile(
    r"(?:.*[-_])?(?:api-?key|key|token|secret|password|authorization|cookie)", re.IGNORECASE
)
_FRAMING_HEADERS = frozenset(
    {
        *("connection", "content-encoding", "content-length", "content-type", "expect", "host"),
        *("keep-alive", "te", "trailer", "transfer-encoding", "upgrade"),
    }
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def is_reference(text: str) -> bool:
    """Whether `text` is a reference to a secret: `keyring:...`, `env:NAME` or `file:/path`."""
    return _REFERENCE.fullmatch(text) is not None


def provider_name(name: str) -> str:
    """`name` if a provider may have it.

    Raises `ValueError` with a sentence for a person.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            "a provider's name is 1 to 64 lower-case letters, digits, '.', '_' or '-', "
            "and begins with a letter or a digit"
        )
    if name in RESERVED_NAMES:
        raise ValueError(f"'{name}' is part of Dragoman's own addresses; choose another name")
    return name


def profile_name(name: str) -> str:
    """`name` if a profile may have it."""
    if not _NAME.fullmatch(name):
        raise ValueError("a profile's name is 1 to 64 lower-case letters, digits, '.', '_' or '-'")
    return name


def target(text: str) -> str:
    """`text` if it is `provider/model`; the model may hold slashes, and `*` is the client's own.

    Raises `ValueError` with a sentence for a person.
    """
    name, slash, model = text.partition("/")
    if not slash or not model or _CONTROL.search(model):
        raise ValueError("a target is PROVIDER/MODEL, for example deepseek/deepseek-chat")
    provider_name(name)
    return text


def reference(text: str) -> str:
    """`text` if it is a reference to a secret."""
    if not is_reference(text):
        raise ValueError(
            "a key is not written here, but a reference to it: keyring:NAME, env:NAME or file:/path"
        )
    return text


def one_line(text: str) -> str:
    """`text` if it has no control characters."""
    if _CONTROL.search(text):
        raise ValueError("must be one line, without control characters")
    return text


def proxy(text: str) -> str:
    """`text` if it is "system", "direct" or a proxy's address without credentials."""
    if text in ("system", "direct"):
        return text
    if not re.fullmatch(r"(?:https?|socks[45]h?)://[^\s/@]+/?", text):
        raise ValueError(
            "must be system, direct, or an address such as http://host:3128 or socks5://host:1080, "
            "without a user name or password (those can be told by HTTPS_PROXY, with system)"
        )
    return text


def _header(name: str, value: str) -> None:
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError("a header's name has letters, digits and '-' only")
    if name.lower() in _FRAMING_HEADERS:
        raise ValueError(f"the header {name} is set by Dragoman itself")
    if _CONTROL.search(value):
        raise ValueError(f"the header {name} has a line break or a control character in its value")
    if _CREDENTIAL_HEADER.fullmatch(name) and not is_reference(value):
        raise ValueError(
            f"the header {name} holds a secret: write a reference instead of its value "
            "(keyring:NAME, env:NAME or file:/path)"
        )


def headers(values: dict[str, str]) -> dict[str, str]:
    """`values` by header name, if they can be sent and hold no secret in the clear."""
    for name, value in values.items():
        _header(name, value)
    return values


def listed(value: Any) -> Any:
    """One string where a list of strings is meant."""
    return (value,) if isinstance(value, str) else value


def origin(text: str) -> str:
    """`text` if it is a web origin, as a browser sends it."""
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^\s/?#@*]+", text):
        raise ValueError("an origin is scheme://host or scheme://host:port, and nothing behind it")
    return text


def host_name(text: str) -> str:
    """`text` in lower case, if it is a host name or an address."""
    if not re.fullmatch(r"[A-Za-z0-9._:\[\]-]+", text):
        raise ValueError("a host is a name or an address, without http:// and without a path")
    return text.lower()


def timezone(text: str) -> str:
    """`text` if it is the name of a time zone that this system knows."""
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ValueError(
            "must be the name of a time zone, such as Asia/Shanghai or Europe/Berlin"
        ) from None
    return text


def database(text: str) -> str:
    """`text` if it is the URL of a database that we can use, without a password in it."""
    if text.startswith("sqlite:///"):
        return text
    if not text.startswith("postgresql+psycopg://"):
        raise ValueError(
            "must be postgresql+psycopg://USER@HOST/NAME, or sqlite:///PATH for a file"
        )
    try:
        password = urlsplit(text).password
    except ValueError:
        raise ValueError("is no URL that can be read") from None
    if password is not None or "password=" in text:
        raise ValueError(
            "must not have the password in it: set the whole URL as DRAGOMAN_DATABASE, or keep the "
            "password in PGPASSFILE"
        )
    return text
