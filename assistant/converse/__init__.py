"""Questions, and answers made of what is written and what a model guesses."""
