"""The course of one request: when it came how far, and each call of a provider."""

from dataclasses import dataclass, field

import msgspec

from app.core.failure import Failure

_KEPT = 20  # calls of providers; no request makes more


@dataclass(slots=True)
class Try:
    """One call of a provider, in milliseconds since the request began; `ended` None: it runs.

    `status` is the provider's, 0 where it gave none; `failure` is "" where it served.
    """

    provider: str
    model: str
    began: int
    ended: int | None = None
    status: int = 0
    failure: str = ""


@dataclass(slots=True)
class Course:
    """Filled in as the request goes, in milliseconds since `origin`, on the loop's clock.

    `guarded`: it passed the guard and its key is known. `routed`: the places to try are known.
    `asked`: providers are called from now on; the time to the first delta counts from here.
    """

    origin: float = 0.0
    guarded: int | None = None
    routed: int | None = None
    asked: int | None = None
    tries: list[Try] = field(default_factory=list)

    def at(self, now: float) -> int:
        """`now`, a time of the loop's clock, in milliseconds since the request began."""
        return round((now - self.origin) * 1000)

    def trying(self, provider: str, model: str, now: float) -> Try:
        """Note the beginning of a call."""
        tried = Try(provider, model, self.at(now))
        self.tries.append(tried)
        return tried

    def tried(self, now: float, failure: Failure | None) -> None:
        """Note the end of the call that began last; `failure` is None where it served."""
        last = self.tries[-1] if self.tries else None
        if last is None or last.ended is not None:
            return
        last.ended = self.at(now)
        if failure is None:
            last.status = 200
        else:
            last.status, last.failure = failure.status or 0, str(failure.kind)


class _Kept(msgspec.Struct, array_like=True):
    """The form in the ledger, short as every row has one. Fields are only added at the end."""

    guarded: int | None
    routed: int | None
    asked: int | None
    tries: list[tuple[str, str, int, int | None, int, str]]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


def encoded(course: Course) -> str:
    """The course as the ledger keeps it."""
    tries = [
        (each.provider, each.model, each.began, each.ended, each.status, each.failure)
        for each in course.tries[:_KEPT]
    ]
    return _encode(_Kept(course.guarded, course.routed, course.asked, tries)).decode()


def decoded(text: str | None) -> Course:
    """The course that `text` is; an empty one where there is none, or none that can be read."""
    if text is None:
        return Course()
    try:
        kept = _decode(text)
    except msgspec.MsgspecError:
        return Course()
    return Course(0.0, kept.guarded, kept.routed, kept.asked, [Try(*each) for each in kept.tries])
