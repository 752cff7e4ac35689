"""The program behind the windows: every port of `app.desktop.program` over the real parts."""
