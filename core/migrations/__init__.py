"""Migrations of the app core."""
