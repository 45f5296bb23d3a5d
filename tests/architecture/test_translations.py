"""Every text of the product has a French translation, set as French wants it."""

from babel.messages.catalog import Catalog
from django.utils import translation

from productsmanager import translations


def test_every_text_is_translated():
    assert translations.problems() == []


def test_texts_of_templates_and_modules_are_found():
    used = translations.texts_in_use()
    assert used.get("Skip to the content") is not None
    assert used.get("The input is not valid.") is not None
    assert used.get("One field needs your attention.").pluralizable


def test_texts_of_the_back_office_are_found():
    added = translations.texts_of_unfold("fr")
    assert added.get("Type to search") is not None
    [(name, _line)] = added.get("Return to site").locations
    assert name == "unfold/templates/unfold/helpers/unauthenticated_header.html"


def test_texts_of_the_back_office_that_django_translates_are_left_to_it():
    added = translations.texts_of_unfold("fr")
    assert added.get("Run the selected action") is None
    assert added.get("Please correct the error below.") is None


def test_texts_of_apps_that_are_not_installed_are_no_concern():
    assert translations.texts_of_unfold("fr").get("Confirm import") is None


def test_the_back_office_speaks_french():
    translations.compile_catalogues()
    with translation.override("fr"):
        assert translation.gettext("Type to search") == "Rechercher…"


def test_flaws_are_seen():
    catalog = Catalog(locale="fr")
    for source, french in (
        ("Cause:", "Cause:"),
        ("%(count)s rows", "des lignes"),
        ("Sure?", "Sûr\N{NO-BREAK SPACE}?"),
        ("None", ""),
    ):
        catalog.add(source, french)
    used = Catalog()
    for source in ("Cause:", "%(count)s rows", "Sure?", "None"):
        used.add(source, locations=[("core/pages.py", 1)])
    found = [
        flaw.split(" ")[0] for message in used if message.id for flaw in translations._flaws(message, catalog, "fr")
    ]
    assert sorted(found) == ["no", "placeholders", "typography"]


def test_compiling_makes_what_django_reads(tmp_path, monkeypatch):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = translations.LOCALE / "fr" / "LC_MESSAGES" / "django.po"
    (folder / "django.po").write_bytes(source.read_bytes())
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    translations.compile_catalogues()
    import gettext

    with (folder / "django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Suppliers") == "Fournisseurs"
    assert french.ngettext("One field needs your attention.", "%(count)s fields need your attention.", 2) == (
        "%(count)s champs demandent votre attention."
    )
