"""PostgreSQL, Redis and the supervisor that let one machine run the whole product from one command."""
