"""Charts, painted with QPainter: they get numbers and the words for them, and know no more."""
