"""The icon beside the clock, its menu, and what stands in for it where there is none."""
