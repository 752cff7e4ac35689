"""The operations, one kind of thing a file: input checked, storage or settings asked, told."""
