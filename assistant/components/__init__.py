"""Parts of the installed program that are added after its installation."""
