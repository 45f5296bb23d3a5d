"""Tests of the fetchers against real servers on loopback."""
