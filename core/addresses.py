"""Addresses that are called by programs: they get the unified body of errors, never a page."""

API = "/api/v1/"
# Asked by monitors, above all when something is away: nothing on the way to them may need a database.
WATCHING = ("/health", "/metrics", "/multidb/", "/monitoring/")
FOR_PROGRAMS = ("/api/", *WATCHING)
