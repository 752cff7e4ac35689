"""The user's guide, as it comes with the program."""
