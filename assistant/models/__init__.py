"""Engines in processes of their own, and the weights they use."""
