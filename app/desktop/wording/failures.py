"""Kinds of failure and of loss, as a person says them."""

from app.core.failure import FailureKind
from app.desktop.wording.translate import translate


def failure_words(kind: str) -> str:
    """A kind of failure in a word or two; what is unknown is said as it stands."""
    known = {
        FailureKind.BAD_REQUEST: translate("Failures", "bad request"),
        FailureKind.UNSUPPORTED: translate("Failures", "cannot be translated"),
        FailureKind.CONTEXT_OVERFLOW: translate("Failures", "conversation too long"),
        FailureKind.TOO_LARGE: translate("Failures", "too large"),
        FailureKind.AUTHENTICATION: translate("Failures", "client key rejected"),
        FailureKind.PERMISSION: translate("Failures", "not permitted"),
        FailureKind.NOT_FOUND: translate("Failures", "not found"),
        FailureKind.MODEL_NOT_FOUND: translate("Failures", "unknown model"),
        FailureKind.METHOD_NOT_ALLOWED: translate("Failures", "wrong method"),
        FailureKind.CONFLICT: translate("Failures", "conflict"),
        FailureKind.BILLING: translate("Failures", "no money left"),
        FailureKind.RATE_LIMITED: translate("Failures", "rate limited"),
        FailureKind.OVERLOADED: translate("Failures", "overloaded"),
        FailureKind.TIMEOUT: translate("Failures", "timed out"),
        FailureKind.NETWORK: translate("Failures", "not reached"),
        FailureKind.PROVIDER_KEY: translate("Failures", "key rejected"),
        FailureKind.PROVIDER: translate("Failures", "provider failed"),
        FailureKind.PROTOCOL: translate("Failures", "answer not understood"),
        FailureKind.CUT: translate("Failures", "cut"),
        FailureKind.CANCELLED: translate("Failures", "cancelled"),
        FailureKind.UNAVAILABLE: translate("Failures", "unavailable"),
        FailureKind.INTERNAL: translate("Failures", "a fault of Dragoman"),
    }
    try:
        return known[FailureKind(kind)]
    except ValueError:
        return kind.replace("_", " ")


def weight_words(weight: str) -> str:
    """How much a loss matters."""
    return {
        "content": translate("Failures", "content"),
        "option": translate("Failures", "option"),
        "marker": translate("Failures", "marker"),
    }.get(weight, weight)
