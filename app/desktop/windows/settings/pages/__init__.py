"""One page of the settings a file or folder; each begins with a sentence about what it is for."""
