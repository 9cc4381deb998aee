"""Lookaloud: one key, and what is on the screen is spoken."""

__version__ = "0.1.0"
