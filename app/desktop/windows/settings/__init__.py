"""The settings: a list of pages on the left, one page on the right, undo at the foot."""
