"""Addresses that are called by programs: they get the unified body of errors, never a page."""

API = "/api/v1/"
FOR_PROGRAMS = ("/api/", "/health", "/metrics", "/multidb/", "/monitoring/")
