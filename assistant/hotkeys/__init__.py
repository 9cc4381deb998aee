"""From a key press to a command."""
