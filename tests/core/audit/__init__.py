"""Tests of the audit door."""
