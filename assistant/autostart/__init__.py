"""Lets the program start with the user's session. The system's own entry is all that is kept."""
