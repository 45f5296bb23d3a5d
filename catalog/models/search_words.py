"""The words products are found by."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantModel


class SearchWord(TenantModel):
    """A folded word of the titles, brands and references of a tenant's products, and in how many it occurs.

    The stems (French, English) lead from one form of a word to the others, `misspellings` (see
    `catalog.search.spelling`) from a mistyped one to those that may be meant.
    """

    word = models.TextField(_("word"))
    products = models.PositiveIntegerField(_("products"), default=0, db_default=0)
    stem_fr = models.TextField(null=True)
    stem_en = models.TextField(null=True)
    misspellings: Any = ArrayField(models.IntegerField(), default=list)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "word"), name="catalog_search_word_unique"),)
        indexes = (
            models.Index(fields=("tenant_id", "stem_fr"), name="catalog_search_word_fr"),
            models.Index(fields=("tenant_id", "stem_en"), name="catalog_search_word_en"),
            GinIndex(fields=("misspellings",), name="catalog_search_word_typos"),
        )

    def __str__(self) -> str:
        return self.word
