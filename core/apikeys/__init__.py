"""API keys: what programs identify themselves with in the header X-API-Key."""
