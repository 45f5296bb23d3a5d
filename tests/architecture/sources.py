"""The product's own source files."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("productsmanager", "core", "suppliers", "media", "catalog", "imports", "code2asin", "analytics")


def python_files() -> Iterator[Path]:
    """Every Python file of the product, migrations apart."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path
