"""Migrations of the app suppliers."""
