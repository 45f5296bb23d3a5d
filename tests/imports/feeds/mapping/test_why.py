"""Reasons of guesses: kept as codes with values, said in the language of whoever reads them."""

import json

import polars as pl
import pytest
from django.utils import translation

from imports.feeds.mapping.proposal import propose
from imports.feeds.mapping.reasons import in_words
from imports.feeds.mapping.shapes import _MEASURES
from imports.feeds.mapping.why import SENTENCES, Why
from imports.models import ImportRun
from tests.factories.imports import feed_csv, imported, uploaded

SAMPLE = pl.DataFrame(
    {
        "EAN": ["4006381333931", "4006381333948"],
        "Nom": ["Stylo bleu", "Feutre rouge"],
        "Prix (USD)": ["1,50", "2,00"],
        "Poids": ["1,5", "2"],
        "Unité de poids": ["kg", "kg"],
    }
)


def kept():
    """The evidence of a proposal, as a run keeps it and the database gives it back."""
    with translation.override("fr"):
        found = propose(SAMPLE, decimal=",").evidence
    return found, json.loads(json.dumps({name: one.stored() for name, one in found.items()}))


def test_nothing_of_a_language_is_kept():
    _found, stored = kept()
    assert stored["ean"]["reason"] == {
        "code": "name_and_check_digits",
        "column": "EAN",
        "synonym": "ean",
        "target": "ean",
        "share": 100,
    }


def test_what_is_kept_is_said_as_it_was_found_in_every_language():
    found, stored = kept()
    for language in ("en", "fr"):
        with translation.override(language):
            said = {name: one["reason"] for name, one in in_words(stored).items()}
            assert said == {name: str(one.reason) for name, one in found.items()}
    with translation.override("en"):
        assert in_words(stored)["currency"]["reason"] == "The header “Prix (USD)” names the currency."
    with translation.override("fr"):
        assert in_words(stored)["currency"]["reason"].startswith("L’en-tête")


def test_a_reason_may_hold_another_one():
    inner = Why("name", {"column": "Poids", "target": "weight", "synonym": "poids"})
    whole = Why("unit_of_each", {"reason": inner, "unit": "Unité"})
    assert Why.from_json(json.loads(json.dumps(whole.to_json()))) == whole
    assert str(whole).startswith("The name “Poids” means Weight")
    assert "stands in “Unité”" in str(whole)


@pytest.mark.parametrize("target", sorted(_MEASURES))
def test_every_guess_from_values_has_its_sentence(target):
    assert f"values_{target}" in SENTENCES


def test_reasons_of_other_versions_stand_for_themselves():
    stored = {"title": {"source": "Nom", "reason": "As it was written."}, "ean": {"reason": {"code": "unheard_of"}}}
    said = in_words(stored)
    assert (said["title"]["reason"], said["ean"]["reason"]) == ("As it was written.", "unheard_of")


def test_the_reason_of_a_renamed_column_is_said_to_each_reader(in_tenant):
    imported(feed_csv(60), tenant_id=in_tenant.tenant.pk)
    later = feed_csv(60, first=300).replace(b"Prix de vente", b"Zone 7")
    with translation.override("fr"):
        run = uploaded(later, tenant_id=in_tenant.tenant.pk)
    run = ImportRun.objects.get(pk=run.pk)
    assert run.evidence["price"]["reason"]["code"] == "renamed"
    with translation.override("en"):
        assert "prices" in in_words(run.evidence)["price"]["reason"]
    with translation.override("fr"):
        assert "prix" in in_words(run.evidence)["price"]["reason"]
