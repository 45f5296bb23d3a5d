"""recipe_export and recipe_import."""

import pytest
from django.core.management import CommandError, call_command

from imports.services.recipes import Wishes, keep_as_template
from suppliers.models import MappingTemplate
from tests.factories.imports import confirmed, uploaded

FEED = b"sku;nom;prix\nA1;Lampe;19,90\nA2;Suspension;49,00\n"


@pytest.fixture
def recipe(people, tenant_id, tmp_path):
    keep_as_template(confirmed(uploaded(FEED, tenant_id=tenant_id)), Wishes("Lumina"), by=None)
    path = tmp_path / "lumina.yaml"
    call_command("recipe_export", "Lumina", "--tenant", people.tenant.slug, "--output", str(path))
    return path


def taken(people, path, *options):
    call_command("recipe_import", str(path), "--tenant", people.tenant.slug, *options)


def test_a_recipe_goes_out_and_comes_in(people, recipe, capsys):
    taken(people, recipe, "--name", "Copy", "--supplier", "ACME")
    assert "0 values of its sample rows changed" in capsys.readouterr().out
    copy = MappingTemplate.objects.get(name="Copy")
    assert (copy.supplier.code, copy.samples) == ("ACME", MappingTemplate.objects.get(name="Lumina").samples)


def test_a_changed_expectation_has_to_be_accepted(people, recipe):
    recipe.write_text(recipe.read_text().replace("19.90", "20.90"))
    with pytest.raises(CommandError, match="already has this name") as refused:
        taken(people, recipe)
    assert refused.value.returncode == 3
    with pytest.raises(CommandError, match="sample row would become something else"):
        taken(people, recipe, "--replace")
    taken(people, recipe, "--replace", "--accept-changes")
    assert MappingTemplate.objects.get().samples[0]["fields"]["price"] == "19.90"


def test_what_is_not_there_is_told(people, tenant_id, tmp_path):
    with pytest.raises(CommandError, match="There is no template"):
        call_command("recipe_export", "Nothing", "--tenant", people.tenant.slug)
    with pytest.raises(CommandError, match="no such file"):
        taken(people, tmp_path / "nothing.yaml")
    with pytest.raises(CommandError, match="Name the organisation"):
        call_command("recipe_export", "Nothing", "--tenant", "nobody")
