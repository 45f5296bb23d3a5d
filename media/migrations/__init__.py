"""Migrations of the app media."""
