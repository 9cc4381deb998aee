"""What a vision-language model guesses from the pixels."""
