"""What each window shows and what follows when a person acts: plain Python, no Qt.

A presenter has a `state` that a view draws and `changed` listeners that say when. Words are chosen
by the view: a presenter gives kinds and values.
"""
