"""What the pixels say."""
