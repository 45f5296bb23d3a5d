"""The database backend of the seven: PostgreSQL that says which of them is away."""
