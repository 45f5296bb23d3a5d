"""Object grants (django-guardian) that work across databases.

Guardian's stock generic key asks the *object's* database for the content type and *core* for the object; both fail with
one database per app. The models here replace it by a key whose two look-ups are routed. They have to exist before
core's first migration, because guardian's models cannot be swapped afterwards.
"""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermissionAbstract, UserObjectPermissionAbstract

from core.databases import CORE, alias_of


class RoutedGenericKey(GenericForeignKey):
    """A generic key in db_core that may point into any of the seven databases."""

    def get_content_type(self, obj: Any = None, id: Any = None, using: Any = None, model: Any = None) -> ContentType:
        types = ContentType.objects.db_manager(CORE)
        return types.get_for_id(id) if id is not None else types.get_for_model(obj or model)

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        known = self.get_cached_value(instance, default=None)
        if known is None or str(known.pk) != instance.object_pk:
            known = self._fetch(instance)
            self.set_cached_value(instance, known)
        return known

    def _fetch(self, instance: Any) -> models.Model | None:
        model: Any = self.get_content_type(id=instance.content_type_id).model_class()
        if model is None:
            return None
        return model._base_manager.using(alias_of(model._meta.app_label)).filter(pk=instance.object_pk).first()


class UserGrant(UserObjectPermissionAbstract):
    """A permission of one user on one object."""

    content_object = RoutedGenericKey(fk_field="object_pk")

    class Meta(UserObjectPermissionAbstract.Meta):
        abstract = False


class GroupGrant(GroupObjectPermissionAbstract):
    """A permission of one group on one object."""

    content_object = RoutedGenericKey(fk_field="object_pk")

    class Meta(GroupObjectPermissionAbstract.Meta):
        abstract = False
