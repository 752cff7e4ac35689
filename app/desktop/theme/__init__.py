"""Colours, sizes and the style sheet: two palettes of the same tokens."""
