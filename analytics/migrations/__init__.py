"""Migrations of the app analytics."""
