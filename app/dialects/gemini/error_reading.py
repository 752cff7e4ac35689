"""Error answers of Google's endpoints."""

from collections.abc import Mapping

from app.core.failure import Failure
from app.dialects import provider_errors


def decode_error(status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """What an error answer means."""
    return provider_errors.decode_error(status, headers, body)
