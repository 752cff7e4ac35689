"""Which request the running code works for, so that every log line can say it.

Tasks and threads that are begun with `asyncio` inherit it; a thread of another making has none.
"""

from contextvars import ContextVar, Token

NONE = "-"

_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def begin(request_id: str) -> Token[str]:
    """Work for `request_id` from now on; give what is returned to `end`."""
    return _current.set(request_id)


def end(token: Token[str]) -> None:
    """Work for whatever was worked for before `begin`; in the task that called it."""
    _current.reset(token)


def current() -> str:
    """The id of the request, "-" outside of any."""
    return _current.get()
