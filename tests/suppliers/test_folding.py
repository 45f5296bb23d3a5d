"""One spelling for all ways to write a name: in Python, in the database, and as the catalogue folds."""

import pytest

from catalog import folding as catalogue
from suppliers.folding import LETTERS, fold, folded
from suppliers.models import Supplier
from suppliers.services import ensure_supplier

NAMES = {
    "Œuvre Été": "oeuvre ete",
    "STRASSE straße": "strasse strasse",
    "İstanbul ılık": "istanbul ilik",
    "Łódź Ørsted Đà": "lodz orsted da",
    "Fläche m²": "flache m2",
    "ﬁn № ５": "fin no 5",
    "Cafe\u0301™": "cafetm",
    "Цена Ж": "цена ж",
    "Þór ð": "thor d",
}


@pytest.mark.parametrize(("name", "plain"), NAMES.items(), ids=[str(n) for n in range(len(NAMES))])
def test_a_name_is_folded(name, plain):
    assert fold(name) == plain
    assert fold(plain) == plain


def test_the_database_folds_alike(in_tenant):
    for number, name in enumerate(NAMES):
        Supplier.objects.filter(pk=ensure_supplier(tenant_id=in_tenant.tenant.pk, code=f"S{number}")).update(name=name)
    found = dict(Supplier.objects.annotate(plain=folded("name")).values_list("name", "plain"))
    assert {name: text.strip() for name, text in found.items()} == {name: fold(name) for name in NAMES}


@pytest.mark.parametrize("letter", LETTERS)
def test_suppliers_and_catalogue_take_the_same_letters_for_others(letter):
    assert catalogue.fold(letter) == fold(letter) == fold(letter.upper())
