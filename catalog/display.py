"""Values in the short writing that people use."""

from decimal import Decimal


def short_amount(value: Decimal, *, places: int = 2) -> Decimal:
    """The amount with two decimals, or as many more as it needs: 12.5000 -> 12.50, 0.0450 -> 0.045."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1).scaleb(-places)) if isinstance(exponent, int) and exponent > -places else short


def short_gtin(gtin: str | None) -> str | None:
    """A GTIN as it stands on the packing: 14 digits without the zeros that only fill up, at least 8."""
    if not gtin or len(gtin) != 14:
        return gtin
    return next((gtin[-length:] for length in (8, 12, 13) if not gtin[:-length].strip("0")), gtin)
