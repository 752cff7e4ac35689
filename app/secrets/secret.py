"""A value that does not show itself."""

import hmac
import re

# Longer than any API key, token or service-account file that a provider hands out.
_LONGEST = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class SecretValueError(ValueError):
    """What was entered cannot be a key; the message does not quote it."""


class Secret:
    """A key, token or password. Its repr, str and format show nothing; `reveal` gives it out."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    @classmethod
    def entered(cls, text: str) -> "Secret":
        """The secret that a person typed, piped or pasted, the space around it taken off.

        Raises `SecretValueError` where it is empty, too long, or could not be sent in a header: a
        line break, a control character or anything beyond ASCII.
        """
        value = text.strip().removeprefix("\ufeff").strip()
        if not value:
            raise SecretValueError("The key is empty.")
        if len(value) > _LONGEST:
            raise SecretValueError("The key is longer than 64 KB; this is not a key.")
        if _CONTROL.search(value):
            raise SecretValueError(
                "The key has a line break or a control character in it. Enter the key alone."
            )
        if not value.isascii():
            raise SecretValueError(
                "The key has a character in it that no key has, perhaps a typographic quote."
            )
        if value.lower().startswith("bearer "):
            raise SecretValueError("Enter the key alone, without the word Bearer.")
        return cls(value)

    def reveal(self) -> str:
        """The value itself, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not pickled or copied into another process")
