"""Access: the first page of a list of products, cut by object grants.

Floor: the same page for somebody who sees everything by role. Each figure is the time of 40 pages (20 by the date of
the change, 20 by title), the fastest of five rounds, with their totals, those of cut lists cached for half a minute as
in the product; rows are the products of the catalogue times the pages.
"""

import os
import uuid
from typing import Any

from catalog.models import Category, Product
from catalog.selectors import ProductFilters, product_list
from core.access import grants
from core.access.roles import Role
from core.databases import atomic, connection_of
from core.models import Membership, Tenant, User
from core.tenancy import tenant_scope
from suppliers.models import Supplier
from tests.benchmarks.figures import Figure, Measured, measure

ROWS = int(os.environ.get("PM_BENCH_ROWS", "200000"))
GRANTS, SUPPLIERS, CATEGORIES, PAGES, ROUNDS = 1_000, 2_000, 2_000, 20, 5
BAR = "<= 2 x floor"
FILL = """
INSERT INTO catalog_product (id, tenant_id, title, search_text, status, category_id, price, stock, locks, provenance,
                             offer_count, image_count, version, status_before_trash, created_at, updated_at)
SELECT gen_random_uuid(), %(tenant)s, 'Product ' || n, 'product ' || n, 'active',
       (%(categories)s::uuid[])[n %% %(kinds)s + 1], n %% 900, n %% 250, '{}', '{}', 1, 0, 1, '', now(),
       now() - make_interval(secs => n)
  FROM generate_series(1, %(rows)s) AS n;
INSERT INTO catalog_offer (id, tenant_id, supplier_id, key, product_id, row_hash, created_run_id, changed_run_id)
SELECT gen_random_uuid(), p.tenant_id, (%(suppliers)s::uuid[])[row_number() OVER () %% %(sellers)s + 1], p.title, p.id,
       gen_random_uuid(), p.id, p.id
  FROM catalog_product AS p WHERE p.tenant_id = %(tenant)s;
"""


def figures() -> list[Figure]:
    """All by role, then grants on products, suppliers, categories, and on all three."""
    tenant = Tenant.objects.create(name="Bench", slug="bench")
    with tenant_scope(tenant.pk):
        _fill(tenant)
        floor = _pages(tenant, _member(tenant, Role.VIEWER, {}))
        chosen: dict[str, list[Any]] = {
            "products": list(Product.objects.order_by("id")[:GRANTS]),
            "suppliers": list(Supplier.objects.order_by("id")[:GRANTS]),
            "categories": list(Category.objects.order_by("id")[:GRANTS]),
        }
        third = GRANTS // 3
        cases = {f"{GRANTS:,} granted {name}": {name: objects} for name, objects in chosen.items()}
        cases[f"{GRANTS:,} grants of all three kinds"] = {name: each[:third] for name, each in chosen.items()}
        rows = ROWS * PAGES * 2
        cut = [
            Figure(name, rows, _pages(tenant, _member(tenant, "", objects)), floor, bar=BAR)
            for name, objects in cases.items()
        ]
        return [Figure("all by role", rows, floor), *cut]


def _fill(tenant: Tenant) -> None:
    with atomic("suppliers"):
        suppliers = [Supplier(tenant_id=tenant.pk, code=f"S{n}", name=f"Supplier {n}") for n in range(SUPPLIERS)]
        Supplier.objects.bulk_create(suppliers)
    with atomic("catalog"), connection_of("catalog").cursor() as cursor:
        names = [f"category {n}" for n in range(CATEGORIES)]
        categories = [Category(tenant_id=tenant.pk, name=name, path=name, key=name) for name in names]
        Category.objects.bulk_create(categories)
        values = {"tenant": tenant.pk, "rows": ROWS, "kinds": CATEGORIES, "sellers": SUPPLIERS}
        values |= {"categories": [each.pk for each in categories], "suppliers": [each.pk for each in suppliers]}
        for statement in FILL.split(";\n")[:2]:
            cursor.execute(statement, values)
    with connection_of("catalog").cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _member(tenant: Tenant, role: str, objects: dict[str, list[Any]]) -> User:
    user = User.objects.create(email=f"{uuid.uuid4().hex}@example.org")
    Membership.objects.create(tenant=tenant, user=user, role=role)
    for each in (row for rows in objects.values() for row in rows):
        grants.grant(user, ["read:products"], each)
    return user


def _pages(tenant: Tenant, user: User) -> Measured:
    """Every page with the rights asked anew, as requests do."""
    _page(tenant, user, "-updated_at")

    def look() -> None:
        for number in range(PAGES * 2):
            _page(tenant, user, "-updated_at" if number % 2 else "title")

    return min((measure(look)[0] for _ in range(ROUNDS)), key=lambda round_: round_.seconds)


def _page(tenant: Tenant, user: User, sort: str) -> None:
    fresh = User.objects.get(pk=user.pk)
    found = product_list(tenant.pk, ProductFilters(seen_by=fresh), sort=sort)
    if not found.items:
        raise SystemExit("the list is empty: the figure would mean nothing")
