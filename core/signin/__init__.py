"""Signing in: passwords, second factor, lockout, one-time links, sessions, invitations, one's own profile."""
