"""Parts about providers that the settings and the first run share: choosing, adding, testing."""
