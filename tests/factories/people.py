"""Three named people: a manager, a viewer of the same tenant, and a stranger of another one."""

from dataclasses import dataclass

import factory

from core.access.roles import Role
from core.models import Membership, Tenant, User

PASSWORD = "correct-horse-battery"


class TenantFactory(factory.django.DjangoModelFactory):
    """An organisation."""

    class Meta:
        model = Tenant

    name = factory.Sequence(lambda number: f"Boutique {number}")
    slug = factory.Sequence(lambda number: f"boutique-{number}")


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Faker("name")

    @factory.post_generation
    def password(user, create, extracted, **options):
        user.set_password(extracted or PASSWORD)
        if create:
            user.save()


@dataclass(frozen=True)
class People:
    """The manager and the viewer share `tenant`; the stranger works in `elsewhere`."""

    tenant: Tenant
    elsewhere: Tenant
    admin: User
    manager: User
    viewer: User
    stranger: User


def member(tenant: Tenant, role: str, **fields) -> User:
    """A new user with that role in the tenant."""
    user = UserFactory(**fields)
    Membership.objects.create(tenant=tenant, user=user, role=role)
    return user


def make_people() -> People:
    """The cast of most tests."""
    tenant, elsewhere = TenantFactory(name="Maison Dupont"), TenantFactory(name="Autre Maison")
    return People(
        tenant=tenant,
        elsewhere=elsewhere,
        admin=member(tenant, Role.ADMIN, name="Alice Admin"),
        manager=member(tenant, Role.MANAGER, name="Marc Manager"),
        viewer=member(tenant, Role.VIEWER, name="Vera Viewer"),
        stranger=member(elsewhere, Role.ADMIN, name="Sam Stranger"),
    )
