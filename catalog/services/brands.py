"""Brands: making, changing, their spellings, merging, and checking those that imports made."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.errors import BrandInUse, BrandNotFound, BrandTaken, UnfitValue
from catalog.models import Brand, BrandAlias, Offer, Product, Regrouping
from catalog.selectors.branding import suggestions
from catalog.selectors.finding import brand_key
from catalog.services.regrouping import Plan, begin, refuse_at_work, run
from catalog.services.regrouping.brands import move_spellings
from core import audit
from core.access import require
from core.databases import atomic
from core.tenancy import tenant_scope

READ, WRITE, DELETE = "read:products", "write:products", "delete:products"
LONGEST_NAME, LONGEST_TEXT, MOST_MERGED = 200, 10_000, 100
FIELDS = ("name", "code", "website", "logo_url", "description", "is_active")
State = Brand.State


def make_brand(values: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> UUID:
    """Make a brand (`name` and any of FIELDS); returns its id. Raises PermissionRefused, BrandTaken, UnfitValue."""
    require(user, WRITE, tenant_id=tenant_id)
    fit = _fitting(values)
    with tenant_scope(tenant_id), atomic("catalog"):
        brand = Brand.objects.create(tenant_id=tenant_id, **fit)
        _claim(brand, fit["name"])
        audit.record("brand.created", app="catalog", tenant_id=tenant_id, subject=brand, after=fit)
    return brand.pk


def change_brand(brand_id: UUID, values: Mapping[str, Any], *, tenant_id: UUID, user: Any) -> Regrouping | None:
    """Change some of FIELDS; the old name stays a spelling. A new name returns the job that lets searches find it.

    Raises PermissionRefused, BrandNotFound, BrandTaken, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    job = None
    with tenant_scope(tenant_id):
        with atomic("catalog"):
            brand = _held([brand_id])[0]
            before = {name: getattr(brand, name) for name in FIELDS}
            fit = _fitting({"name": brand.name, **values})
            changed = {name: value for name, value in fit.items() if before[name] != value}
            if not changed:
                return None
            for name, value in changed.items():
                setattr(brand, name, value)
            brand.save()
            if "name" in changed:
                _claim(brand, brand.name)
                label = _("“%(old)s” is called “%(new)s”") % {"old": before["name"], "new": brand.name}
                plan = Plan(Regrouping.Act.RENAME_BRAND, label, {str(brand.pk): str(brand.pk)})
                job = begin(plan, tenant_id=tenant_id, user=user)
            told = {"before": {name: before[name] for name in changed}, "after": changed}
            audit.record("brand.changed", app="catalog", tenant_id=tenant_id, subject=brand, **told)
        return run(job) if job else None


def delete_brand(brand_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """Remove a brand that no product has. Raises PermissionRefused, BrandNotFound, BrandInUse, RegroupingAtWork."""
    require(user, DELETE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        brand = _held([brand_id])[0]
        refuse_at_work([brand_id])
        count = Product.objects.filter(brand=brand).count()
        if count:
            message = ngettext(
                "%(count)s product has the brand “%(name)s”: merge it into another brand instead.",
                "%(count)s products have the brand “%(name)s”: merge it into another brand instead.",
                count,
            )
            raise BrandInUse(message % {"count": count, "name": brand.name}, products=count)
        if Offer.objects.filter(brand=brand).exists():
            message = _("A supplier still sends “%(name)s”: merge it into another brand instead.")
            raise BrandInUse(message % {"name": brand.name}, products=0)
        audit.record("brand.deleted", app="catalog", tenant_id=tenant_id, subject=brand)
        brand.delete()


def add_alias(brand_id: UUID, spelling: str, *, tenant_id: UUID, user: Any) -> UUID:
    """Let another spelling mean the brand; raises PermissionRefused, BrandNotFound, BrandTaken, UnfitValue."""
    require(user, WRITE, tenant_id=tenant_id)
    name = _name(spelling, field="spelling")
    with tenant_scope(tenant_id), atomic("catalog"):
        brand = _held([brand_id])[0]
        alias = _claim(brand, name, field="spelling")
        audit.record("brand.alias_added", app="catalog", tenant_id=tenant_id, subject=brand, spelling=name)
    return alias.pk


def remove_alias(brand_id: UUID, alias_id: UUID, *, tenant_id: UUID, user: Any) -> None:
    """A spelling no longer means the brand; its own name always does.

    Raises PermissionRefused, BrandNotFound, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("catalog"):
        brand = _held([brand_id])[0]
        alias = brand.aliases.filter(pk=alias_id).first()
        if alias is None:
            raise BrandNotFound(_("This brand has no such spelling."))
        if alias.key == brand_key(brand.name):
            raise UnfitValue(_("The name of a brand always means it: rename the brand instead."), field="spelling")
        audit.record("brand.alias_removed", app="catalog", tenant_id=tenant_id, subject=brand, spelling=str(alias))
        alias.delete()


def merge_brands(sources: Sequence[UUID], *, into: UUID, tenant_id: UUID, user: Any) -> Regrouping:
    """Make the sources one with `into`: their spellings mean it, their products get it; returns the job.

    Few products are done at once, many by a worker. Raises PermissionRefused, BrandNotFound, UnfitValue,
    RegroupingAtWork.
    """
    require(user, WRITE, tenant_id=tenant_id)
    wanted = list(dict.fromkeys(pk for pk in sources if pk != into))
    if not wanted or len(wanted) > MOST_MERGED:
        message = _("Choose 1 to %(most)s brands besides the one that remains.")
        raise UnfitValue(message % {"most": MOST_MERGED}, field="brands")
    with tenant_scope(tenant_id):
        with atomic("catalog"):
            target, *merged = _held([into, *wanted])
            saved = {**move_spellings(wanted, into, tenant_id=tenant_id), "state": target.state}
            Brand.objects.filter(pk=into).update(state=State.CONFIRMED)
            names = ", ".join(f"“{brand.name}”" for brand in merged)
            plan = Plan(
                Regrouping.Act.MERGE_BRANDS,
                _("%(names)s into “%(target)s”") % {"names": names, "target": target.name},
                {str(pk): str(into) for pk in wanted},
                saved,
            )
            job = begin(plan, tenant_id=tenant_id, user=user)
            told: dict[str, Any] = {"count": len(merged), "merged": [brand.name for brand in merged]}
            audit.record("brand.merged", app="catalog", tenant_id=tenant_id, subject=target, **told)
        return run(job)


def merge_into_likely(brand_ids: Sequence[UUID], *, least: float, tenant_id: UUID, user: Any) -> int:
    """Merge each of these brands into the one it most likely is, of those that stay; returns how many were merged.

    `least`: the score from 0 to 1 that a suggestion needs. Raises PermissionRefused.
    """
    require(user, WRITE, tenant_id=tenant_id)
    with tenant_scope(tenant_id):
        names = dict(Brand.objects.filter(pk__in=brand_ids).values_list("pk", "name"))
    found = suggestions(names.values(), tenant_id=tenant_id, most=len(names) + 5)
    by_target: dict[UUID, list[UUID]] = {}
    for pk, name in names.items():
        likely = [each for each in found[name] if each.id not in names and each.score >= least]
        if likely:
            by_target.setdefault(likely[0].id, []).append(pk)
    for target, sources in by_target.items():
        for place in range(0, len(sources), MOST_MERGED):
            merge_brands(sources[place : place + MOST_MERGED], into=target, tenant_id=tenant_id, user=user)
    return sum(map(len, by_target.values()))


def check_brands(brand_ids: Sequence[UUID], *, state: str, tenant_id: UUID, user: Any) -> int:
    """Say of brands that imports made that they are right ("confirmed") or to be left ("ignored"); returns how many.

    Raises PermissionRefused, UnfitValue.
    """
    require(user, WRITE, tenant_id=tenant_id)
    if state not in (State.CONFIRMED, State.IGNORED, State.PENDING):
        raise UnfitValue(_("“%(state)s” is no state of a brand.") % {"state": state}, field="state")
    with tenant_scope(tenant_id), atomic("catalog"):
        moved = list(Brand.objects.select_for_update(no_key=True).filter(pk__in=brand_ids).exclude(state=state))
        Brand.objects.filter(pk__in=[brand.pk for brand in moved]).update(state=state)
        for brand in moved:
            audit.record("brand.state_changed", app="catalog", tenant_id=tenant_id, subject=brand, state=state)
    return len(moved)


def _held(ids: Sequence[UUID]) -> list[Brand]:
    """The brands in this order, held for the transaction; raises BrandNotFound."""
    found = {each.pk: each for each in Brand.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")}
    if len(found) < len(set(ids)):
        raise BrandNotFound
    return [found[pk] for pk in ids]


def _claim(brand: Brand, spelling: str, *, field: str = "name") -> BrandAlias:
    """The spelling means this brand; raises BrandTaken when it means another."""
    key = brand_key(spelling)
    try:
        with atomic("catalog"):
            alias, _made = BrandAlias.objects.get_or_create(
                tenant_id=brand.tenant_id, key=key, defaults={"brand": brand, "name": spelling, "source": "manual"}
            )
    except IntegrityError:
        alias = BrandAlias.objects.get(key=key)
    if alias.brand_id != brand.pk:
        message = _("“%(spelling)s” means the brand “%(name)s” already: merge the two, or choose another spelling.")
        values = {"spelling": spelling, "name": alias.brand.name}
        raise BrandTaken(message % values, brand_id=str(alias.brand_id), field=field)
    return alias


def _fitting(values: Mapping[str, Any]) -> dict[str, Any]:
    fit = {name: values[name] for name in FIELDS if name in values}
    fit["name"] = _name(fit.get("name") or "")
    for name in ("website", "logo_url"):
        if fit.get(name):
            _check_address(fit[name], field=name)
    for name, longest in (("code", 100), ("description", LONGEST_TEXT)):
        if len(fit.get(name) or "") > longest:
            raise UnfitValue(_("At most %(most)s characters are allowed.") % {"most": longest}, field=name)
    return {name: "" if value is None else value for name, value in fit.items()}


def _check_address(address: str, *, field: str) -> None:
    try:
        URLValidator(schemes=("http", "https"))(address)
    except ValidationError:
        message = _("“%(address)s” is no address: it begins with https:// or http://.")
        raise UnfitValue(message % {"address": address[:80]}, field=field) from None
    if len(address) > 500:
        raise UnfitValue(_("At most %(most)s characters are allowed.") % {"most": 500}, field=field)


def _name(text: str, *, field: str = "name") -> str:
    name = " ".join(str(text).replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME or not brand_key(name):
        raise UnfitValue(
            _("A brand needs a name of at most %(most)s characters.") % {"most": LONGEST_NAME}, field=field
        )
    return name
