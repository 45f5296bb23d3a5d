"""The common ground of every app: tenants, people, access, settings, events, jobs, files, tabular data."""
