from django.db import migrations

RESOURCE = ("imports", "importsresource")
TEMPLATE = ("suppliers", "mappingtemplate")
CODES = ("read:templates", "write:templates", "delete:templates")


def move(apps, editor):
    _move(apps, editor.connection.alias, RESOURCE, TEMPLATE)


def move_back(apps, editor):
    _move(apps, editor.connection.alias, TEMPLATE, RESOURCE)


def _move(apps, alias, old, new):
    """Grants name the permission's row, so the row itself goes to the other model; a new installation has none yet."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    stale = permissions.filter(content_type__app_label=old[0], content_type__model=old[1], codename__in=CODES)
    if not stale.exists():
        return
    owner, _made = types.get_or_create(app_label=new[0], model=new[1])
    for permission in stale:
        twin = permissions.filter(content_type=owner, codename=permission.codename).first()
        if twin is None:
            permission.content_type = owner
            permission.save(using=alias)
            continue
        _give_grants_to(twin, permission, apps, alias)
        permission.delete(using=alias)


def _give_grants_to(twin, permission, apps, alias):
    grants = apps.get_model("core", "UserGrant").objects.using(alias)
    for grant in grants.filter(permission_id=permission.pk):
        same = {"user_id": grant.user_id, "content_type_id": grant.content_type_id, "object_pk": grant.object_pk}
        if not grants.filter(permission_id=twin.pk, **same).exists():
            grants.filter(pk=grant.pk).update(permission_id=twin.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_webhooks"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(move, move_back)]
