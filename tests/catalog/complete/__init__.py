"""Tests of the completeness of products."""
