"""The trustworthy product catalogue."""
