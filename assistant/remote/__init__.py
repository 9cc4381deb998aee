"""The local socket through which the running program is driven."""
