"""Migrations of the app catalog."""
