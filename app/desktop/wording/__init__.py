"""How things are said: translated words, numbers, money and dates; no Qt."""

from app.desktop.wording.translate import translate

__all__ = ["translate"]
