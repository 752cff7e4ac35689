"""What a person may write into a name or a note, the same on both databases."""

import secrets
import unicodedata

from app.storage.failure import InvalidError

LONGEST_NAME = 64
LONGEST_NOTE = 1000
LONGEST_EMAIL = 254

# They turn the order of the text around them, so that one name can be made to look like another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(value: str, field: str = "name") -> str:
    """`value` without spaces around it, in its composed form (NFC); raises `InvalidError`."""
    cleaned = unicodedata.normalize("NFC", value.strip()) if storable(value) else value
    if not cleaned:
        raise InvalidError(field, "A name must have at least one character.")
    if len(cleaned) > LONGEST_NAME:
        raise InvalidError(field, f"A name has at most {LONGEST_NAME} characters.")
    if not _printable(cleaned):
        raise InvalidError(field, "A name cannot have control characters.")
    return cleaned


def clean_note(value: str, field: str = "note") -> str:
    """`value` without spaces around it; it may have lines. Raises `InvalidError`."""
    cleaned = value.strip()
    if len(cleaned) > LONGEST_NOTE:
        raise InvalidError(field, f"A note has at most {LONGEST_NOTE} characters.")
    if not _printable(cleaned.replace("\r", "").replace("\n", "").replace("\t", "")):
        raise InvalidError(field, "A note cannot have control characters.")
    return cleaned


def clean_email(value: str, field: str = "email") -> str:
    """`value`, which is "" or looks like an address: mail servers know better what is one.

    Raises `InvalidError`.
    """
    cleaned = value.strip()
    if not cleaned:
        return ""
    name, _, host = cleaned.rpartition("@")
    if not name or not host or len(cleaned) > LONGEST_EMAIL or not _printable(cleaned):
        raise InvalidError(field, "That is no e-mail address, such as name@example.com.")
    if any(character.isspace() for character in cleaned):
        raise InvalidError(field, "An e-mail address cannot have spaces.")
    return cleaned


def storable(value: str) -> bool:
    """Whether both databases take `value`: PostgreSQL refuses NUL, and UTF-8 lone surrogates.

    What is looked up and cannot be stored is not there.
    """
    return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def new_id(kind: str) -> str:
    """A new id, such as "usr_" and 16 random characters (96 bits) that are safe in a URL."""
    return f"{kind}_{secrets.token_urlsafe(12)}"


def _printable(value: str) -> bool:
    """Whether `value` has no control character, line separator, surrogate or turning mark."""
    return not any(
        character in _TURNING or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        for character in value
    )
