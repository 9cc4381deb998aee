"""From pixels and accessibility trees to a Scene, and from a Scene to sentences."""
