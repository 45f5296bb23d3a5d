"""Tests of suppliers."""
