"""What differs between operating systems: folders, atomic files, locks, sockets, the terminal.

A leaf: it imports nothing of ours and knows nothing of models, providers or settings.
"""
