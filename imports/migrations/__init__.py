"""Migrations of the app imports."""
