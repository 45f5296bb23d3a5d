"""Forms of the suppliers' pages: they parse and explain; the services decide."""
