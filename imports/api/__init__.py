"""API of imports: runs, their mapping, their held rows."""
