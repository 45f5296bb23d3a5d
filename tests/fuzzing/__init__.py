"""Damaged files for the readers: real feeds, mutated."""
