"""Any order of imports, edits, locks and undos gives what the documented rules say: a small model is the judge.

Offers: a row replaces its offer; a full import empties the stock of what it lacks; an undo of the last run of a source
brings its offers back. Products: the first supplier by priority that offers it; a person's value stays while it differs
from what the sources said; a locked one stays.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.models import Offer, Product
from catalog.services import edit_product, lock_field
from core.access.roles import Role
from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.models import ImportRun
from imports.services import claim, execute_run, undo_run
from suppliers.models import Supplier
from suppliers.services import ensure_source, ensure_supplier, set_policies
from tests.factories.imports import confirmed, uploaded
from tests.factories.people import TenantFactory, member

SUPPLIERS = ("A", "B")  # in the order of their priority
GTINS = {1: "4006381333931", 2: "3017620422003", 3: "5449000000996", 4: "7622210449283"}
SEEDED = (1, 2)
NUMBERS = st.integers(1, 4)
CELLS = st.tuples(st.integers(10, 14), st.integers(0, 2))
STEPS = st.one_of(
    st.tuples(
        st.just("import"), st.sampled_from(SUPPLIERS), st.dictionaries(NUMBERS, CELLS, min_size=1), st.booleans()
    ),
    st.tuples(st.just("edit"), st.sampled_from(SEEDED), st.integers(10, 16)),
    st.tuples(st.just("lock"), st.sampled_from(SEEDED)),
    st.tuples(st.just("undo"), st.sampled_from(SUPPLIERS)),
)


@dataclass(frozen=True)
class Said:
    """What an offer says."""

    price: int
    stock: int
    missing: bool = False


@dataclass
class Shown:
    """What a product shows, and whether a person holds its price."""

    price: int
    stock: int
    edited: bool = False
    locked: bool = False


@dataclass
class Model:
    """The documented rules, row by row."""

    offers: dict[str, dict[int, Said]] = field(default_factory=lambda: {name: {} for name in SUPPLIERS})
    products: dict[int, Shown] = field(default_factory=dict)
    runs: dict[str, list] = field(default_factory=lambda: {name: [] for name in SUPPLIERS})

    def take(self, supplier, rows, *, full):
        self.runs[supplier].append(dict(self.offers[supplier]))
        after = self.offers[supplier] | {number: Said(*cells) for number, cells in rows.items()}
        if full:
            gone = {n: replace(said, stock=0, missing=True) for n, said in after.items() if n not in rows}
            after |= gone
        self._becomes(supplier, after)

    def undo(self, supplier):
        self._becomes(supplier, self.runs[supplier].pop())

    def edit(self, number, price):
        shown = self.products[number]
        if shown.price != price:
            shown.price, shown.edited = price, True

    def lock(self, number):
        self.products[number].locked = True

    def _becomes(self, supplier, after):
        before = {number: self._winner(number) for number in GTINS}
        self.offers[supplier] = after
        for number in GTINS:
            self._decide(number, before[number], self._winner(number))

    def _decide(self, number, before, after):
        if after is None:
            self.products.pop(number, None)
        elif number not in self.products:
            self.products[number] = Shown(after.price, after.stock)
        else:
            shown = self.products[number]
            shown.stock = after.stock
            held = shown.locked or (shown.edited and shown.price != before.price)
            if not held and shown.price != after.price:
                shown.price, shown.edited = after.price, False

    def _winner(self, number):
        said = [self.offers[name][number] for name in SUPPLIERS if number in self.offers[name]]
        if not said:
            return None
        stock = next((one.stock for one in said if not one.missing), 0)
        return replace(said[0], stock=stock)


class World:
    """The same acts through the services."""

    def __init__(self):
        self.tenant = TenantFactory()
        self.person = member(self.tenant, Role.MANAGER, name="Marc Manager")
        self.runs = {name: [] for name in SUPPLIERS}
        with tenant_scope(self.tenant.pk):
            for rank, name in enumerate(SUPPLIERS):
                supplier_id = ensure_supplier(tenant_id=self.tenant.pk, code=name)
                Supplier.objects.filter(pk=supplier_id).update(priority=rank)
                source_id = ensure_source(supplier_id=supplier_id)
                set_policies(by=None, source_id=source_id, values={"completeness_percent": 0})

    def take(self, supplier, rows, *, full):
        lines = [f"{supplier}{n};{GTINS[n]};Produit {n};{p},00;{s}" for n, (p, s) in rows.items()]
        content = "\n".join(["SKU;EAN;Nom;Prix;Stock", *lines]).encode()
        run = confirmed(uploaded(content, tenant_id=self.tenant.pk, supplier=supplier, is_partial=not full))
        self.runs[supplier].append(self._done(run))

    def undo(self, supplier):
        self._done(undo_run(self.runs[supplier].pop(), by=None, start=False))

    def edit(self, number, price):
        values = {"price": Decimal(price)}
        edit_product(self._product(number).pk, tenant_id=self.tenant.pk, user=self.person, values=values)

    def lock(self, number):
        lock_field(self._product(number).pk, tenant_id=self.tenant.pk, user=self.person, field="price")

    def shown(self):
        numbers = {f"{int(gtin):014d}": number for number, gtin in GTINS.items()}
        found = Product.objects.exclude(status="trash").values_list("gtin", "price", "stock")
        return {numbers[gtin]: (int(price), stock) for gtin, price, stock in found}

    def _product(self, number):
        return Product.objects.get(gtin=f"{int(GTINS[number]):014d}")

    def _done(self, run):
        claim(run)
        execute_run(run.pk)
        run = ImportRun.objects.get(pk=run.pk)
        assert (run.status, run.error_message) == (JobStatus.COMPLETED, "")
        return run


def carry_out(step, subject, *, locked=()):
    match step:
        case ("import", supplier, rows, full):
            subject.take(supplier, rows, full=full)
        case ("edit", number, price):
            if number not in locked:
                subject.edit(number, price)
        case ("lock", number):
            subject.lock(number)
        case ("undo", supplier):
            if len(subject.runs[supplier]) > 1:
                subject.undo(supplier)


@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=5))
def test_any_order_of_acts_gives_what_the_rules_say(db, steps):
    world, model = World(), Model()
    with tenant_scope(world.tenant.pk):
        for name in SUPPLIERS:
            seed = ("import", name, {number: (10 + number, 1) for number in SEEDED}, False)
            for subject in (world, model):
                carry_out(seed, subject)
        for step in steps:
            locked = {number for number, shown in model.products.items() if shown.locked}
            for subject in (world, model):
                carry_out(step, subject, locked=locked)
            assert world.shown() == {n: (shown.price, shown.stock) for n, shown in model.products.items()}, step
        assert Offer.objects.count() == sum(len(offers) for offers in model.offers.values())
