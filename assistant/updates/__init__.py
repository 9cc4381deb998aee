"""Tells of a newer version, where the user asked to be told. Only its number is fetched."""
