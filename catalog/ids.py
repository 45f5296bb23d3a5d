"""New random ids (UUID version 4) by the thousand, as text."""

import os

import polars as pl

_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


def new_ids(count: int) -> pl.Series:
    """That many ids in the notation of PostgreSQL."""
    digits = os.urandom(16 * count).hex()
    return pl.Series("id", [_id(digits[at : at + 32]) for at in range(0, 32 * count, 32)], dtype=pl.String)


def _id(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{_VARIANTS[text[16]]}{text[17:20]}-{text[20:]}"
