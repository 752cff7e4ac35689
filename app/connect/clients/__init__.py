"""One file for each client program: where it lives, what it reads, what we would write there."""
