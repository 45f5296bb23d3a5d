"""What can be asked of the catalogue; answers are plain values."""

from catalog.services.compare import compare_offers

__all__ = ["compare_offers"]
