"""Proofs of access over the whole product: every route, every model, every tenant."""
