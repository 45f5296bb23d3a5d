"""The languages in which a tenant describes its products."""

import re
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from core.configuration import value

_CODE = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$")


def languages(tenant_id: UUID) -> tuple[str, ...]:
    """Their codes, the language of the products' own texts first; strange codes of the setting are left out."""
    given = (str(code).strip().lower() for code in value("catalog.languages", tenant_id))
    return tuple(dict.fromkeys(code for code in given if _CODE.fullmatch(code))) or ("en",)


def language_name(code: str) -> str:
    """The language in the reader's language; the code itself where nobody knows it."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(get_language() or "en")
    except (UnknownLocaleError, ValueError):
        return code
    return name or code
