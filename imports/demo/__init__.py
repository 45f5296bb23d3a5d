"""Demo data: an organisation, a manager, and four suppliers whose feeds run through the real pipeline."""
