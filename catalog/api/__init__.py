"""API of the catalogue."""
