"""From sentences to speech."""
