"""The windows: passive views, one folder or file each."""
