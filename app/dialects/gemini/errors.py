"""Failures as clients of Gemini expect them."""

from app.core.failure import Failure
from app.dialects.base import WireResponse


def encode_error(failure: Failure, request_id: str) -> WireResponse:
    """The failure with its status and envelope."""
    raise NotImplementedError


def encode_stream_error(failure: Failure, request_id: str) -> bytes:
    """The failure as the last frame of a stream."""
    raise NotImplementedError
