"""Search: suggestions and searches among 200,000 products with titles in French, by the words people type.

Floor: one query by an index with the same number of rows read. Each figure is the time of 200 searches, the texts one
after the other; the last column of the name is the 95th percentile of a single one. Bar: 20 ms for a suggestion.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from catalog.models import Product
from catalog.search.hits import search_products
from catalog.search.upkeep import count_again
from catalog.selectors import ProductFilters, product_list
from core.access.roles import Role
from core.databases import connection_of
from core.models import Membership, Tenant, User
from core.palette import find
from core.tenancy import tenant_scope
from tests.benchmarks.figures import Figure, Measured, measure

ROWS = int(os.environ.get("PM_BENCH_ROWS", "200000"))
TIMES = 200
THINGS = [
    "Perceuse",
    "Scie",
    "Ponceuse",
    "Marteau",
    "Chaise",
    "Table",
    "Lampe",
    "Tondeuse",
    "Echelle",
    "Brouette",
    "Visseuse",
    "Coffret",
    "Pince",
    "Cle",
]
KINDS = [
    "electrique",
    "pliante",
    "professionnelle",
    "compacte",
    "ergonomique",
    "filaire",
    "robuste",
    "legere",
    "sans",
    "fil",
    "de",
    "jardin",
]
BRANDS = ["Bosch", "Makita", "Hilti", "Festool", "Dremel", "Stanley", "Facom", "Metabo", "Wera", "Knipex"]
FILL = """
INSERT INTO catalog_product (id, tenant_id, title, search_text, status, sku, gtin, mpn, mpn_key, price)
SELECT gen_random_uuid(), %(tenant)s, t.title, lower(t.title || ' mpn' || t.n), 'active', 'SKU-' || t.n,
       lpad((3000000000000 + t.n)::text, 14, '0'), 'MPN' || t.n, 'mpn' || t.n, t.n %% 900
  FROM (SELECT n, (%(things)s::text[])[n %% 14 + 1] || ' ' || (%(kinds)s::text[])[n / 14 %% 11 + 1] || ' modele '
               || (%(brands)s::text[])[n / 7 %% 10 + 1] || ' ' || chr(97 + n %% 26) || chr(97 + n / 26 %% 26)
               || chr(97 + n / 676 %% 26) || 'or ' || n AS title
          FROM generate_series(1, %(rows)s) AS n) AS t
"""
SUGGESTED = ["p", "pe", "per", "perceuse", "perceuse filaire", "bosch", "scie electr", "chaises pliantes", "SKU-1234"]
CODES = ["3000000012345", "SKU-77777", "MPN4321", "03000000000123"]
WRONG = ["perceuze", "tondeuze electrique", "chiase pliante", "festol"]


def figures() -> list[Figure]:
    """Suggestions of everything, products by words, by code, mistyped; the list's first page."""
    tenant = Tenant.objects.create(name="Bench", slug="bench")
    user = User.objects.create(email="bench@example.org")
    Membership.objects.create(tenant=tenant, user=user, role=Role.ADMIN)
    _fill(tenant)
    learning, _ = measure(lambda: count_again(tenant.pk))
    floor = _timed(SUGGESTED, lambda text: _read_some(tenant, text))[0]

    def fresh() -> User:
        return User.objects.get(pk=user.pk)

    def suggest(text: str) -> Any:
        return find(text, user=fresh(), tenant_id=tenant.pk)

    def products(text: str) -> Any:
        return search_products(text, tenant_id=tenant.pk)

    def listed(text: str) -> Any:
        return product_list(tenant.pk, ProductFilters(search=text))

    works = [
        ("suggestions of all kinds", SUGGESTED, suggest, "p95 < 20 ms"),
        ("products by words", SUGGESTED, products, "p95 < 20 ms"),
        ("products by code", CODES, products, "p95 < 20 ms"),
        ("mistyped words", WRONG, products, "p95 < 100 ms"),
        ("first page of the list", SUGGESTED, listed, "p95 < 300 ms"),
    ]
    found = [Figure("all words counted anew", ROWS, learning)]
    for name, texts, work, bar in works:
        measured, p95 = _timed(texts, work)
        found.append(Figure(f"{name}, p95 {p95 * 1000:.1f} ms", TIMES, measured, floor, bar=bar))
    return found


def _fill(tenant: Tenant) -> None:
    values = {"tenant": tenant.pk, "rows": ROWS, "things": THINGS, "kinds": KINDS, "brands": BRANDS}
    with connection_of("catalog").cursor() as cursor:
        cursor.execute(FILL, values)
        cursor.execute("VACUUM ANALYZE")


def _timed(texts: Sequence[str], work: Callable[[str], Any]) -> tuple[Measured, float]:
    chosen = random.Random(7).choices(texts, k=TIMES)
    seconds: list[float] = []
    for text in texts:
        work(text)

    def run() -> None:
        for text in chosen:
            began = time.perf_counter()
            work(text)
            seconds.append(time.perf_counter() - began)

    measured, _ = measure(run)
    if os.environ.get("PM_BENCH_TEXTS"):
        for text in texts:
            own = [each for each, name in zip(seconds, chosen, strict=True) if name == text]
            print(f"{text:24} {statistics.median(own) * 1000 if own else 0:.1f} ms")
    return measured, statistics.quantiles(seconds, n=20)[-1]


def _read_some(tenant: Tenant, text: str) -> list[Any]:
    with tenant_scope(tenant.pk):
        return list(Product.objects.filter(sku__startswith=text).values("id", "title", "sku")[:10])
