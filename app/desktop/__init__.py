"""The tray and the windows: the only room with Qt and qasync.

Views are passive: they show what a presenter says and tell it what a person did. Presenters are
plain Python. Neither knows the gateway, the vault or the database: whatever the program can do
stands in `program`, and bootstrap gives it.
"""
