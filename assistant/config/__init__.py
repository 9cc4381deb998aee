"""Settings: what can be set, and the file that holds it."""
