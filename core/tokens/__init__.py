"""Tokens of the API: signed access tokens of two hours, refresh tokens that work once."""
