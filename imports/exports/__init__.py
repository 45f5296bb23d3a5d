"""Exports: from a choice of products to a file, and where it goes."""
