"""Forms of imports: what people type, as typed values for the services."""
