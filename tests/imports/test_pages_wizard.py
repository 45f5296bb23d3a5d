"""The wizard: files in, recognition cured, mapping edited and remembered, dry run, start."""

import pytest

from core.jobs import JobStatus
from core.tenancy import tenant_scope
from imports.models import ImportRun
from suppliers.selectors import source_settings, supplier_by_code
from suppliers.services import ensure_supplier
from tests.imports.pages import FEED, completed, feed_file, prepared, ready, rehearsed, runs_of, signed_in, text_of

FRAGMENT = {"HX-Request": "true"}
HTML = "<!doctype html><html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"


@pytest.fixture
def manager(people):
    return signed_in(people.manager)


@pytest.fixture
def supplier_id(people):
    with tenant_scope(people.tenant.pk):
        return ensure_supplier(tenant_id=people.tenant.pk, code="MARTIN", name="Outillage Martin")


def upload(client, *files, **fields):
    return client.post("/imports/new/", {"files": files, **fields})


def lines(page):
    """The number of each line of the mapping page, by its column."""
    return {entry.line.column: entry.number for entry in page.context["lines"]}


def form_of(page, **changes):
    """The form of the mapping page as a browser would send it, with changes."""
    data = {"lines": len(page.context["lines"]), "identity": page.context["identity"]}
    for entry in page.context["lines"]:
        prefix, line = f"l{entry.number}", entry.line
        data |= {f"{prefix}-column": line.column or "", f"{prefix}-target": line.target, f"{prefix}-name": line.name}
        data |= {f"{prefix}-mode": line.mode, f"{prefix}-default": line.default, f"{prefix}-steps": len(line.steps)}
        for place, (name, given) in enumerate(line.steps):
            data[f"{prefix}-s{place}-step"] = name
            data |= {f"{prefix}-s{place}-{parameter}": value for parameter, value in given.items()}
    return data | changes


# Upload


def test_one_file_leads_to_its_recognition(manager, people, supplier_id):
    answer = upload(manager, feed_file(), supplier=supplier_id)
    run = runs_of(people)[0]
    assert answer.url == f"/imports/{run.pk}/reading/"
    assert (run.source_file.name, run.is_partial, run.created_by_id) == ("tarif.csv", True, people.manager.pk)


def test_a_new_supplier_is_made_on_the_way(manager, people):
    upload(manager, feed_file(), supplier="new", code="NEU", name="Neuf SA")
    with tenant_scope(people.tenant.pk):
        assert supplier_by_code("NEU").name == "Neuf SA"
    assert runs_of(people)[0].is_partial is True


def test_several_files_become_several_runs_and_a_refused_one_is_told(manager, people, supplier_id):
    files = feed_file(), feed_file(name="zwei.csv"), feed_file(HTML, name="login.csv")
    page = text_of(manager.post("/imports/new/", {"files": files, "supplier": supplier_id}, follow=True))
    assert len(runs_of(people)) == 3
    assert "2 files are ready to be checked." in page
    assert "login.csv: The file is a log-in page" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"supplier": "new", "code": ""}, "This field is required."),
        ({"supplier": "new", "code": "no blanks!"}, "Use letters, digits, dot, dash, underscore."),
        ({"supplier": "somebody"}, "Select a valid choice."),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_imports_nothing(manager, people, fields, sentence):
    answer = upload(manager, feed_file(), **fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert runs_of(people) == []


def test_without_a_file_nothing_happens(manager, people, supplier_id):
    assert "This field is required." in text_of(upload(manager, supplier=supplier_id))


def test_a_file_that_is_too_large_is_refused_in_the_form(manager, people, supplier_id, settings):
    settings.IMPORT_MAX_FILE_BYTES = 100
    answer = upload(manager, feed_file(), supplier=supplier_id)
    assert answer.status_code == 422
    assert "at most" in text_of(answer)


def test_a_viewer_may_not_upload(people, supplier_id):
    viewer = signed_in(people.viewer)
    assert viewer.get("/imports/new/").status_code == 403
    assert upload(viewer, feed_file(), supplier=supplier_id).status_code == 403
    assert runs_of(people) == []


def test_a_supplier_of_another_organisation_cannot_be_chosen(people, supplier_id):
    answer = upload(signed_in(people.stranger), feed_file(), supplier=supplier_id)
    assert answer.status_code == 422


# Recognition


def test_every_guess_is_shown_with_its_reason(manager, people):
    run = prepared(people)
    page = text_of(manager.get(f"/imports/{run.pk}/reading/"))
    for word in ("Désignation", "CP1252", "Semicolon", "guess", "Click the row that holds the column names."):
        assert word in page
    assert '<input type="radio" name="header_row" id="header-2" value="2" checked>' in page


def test_another_header_row_is_taken_at_once(manager, people):
    run = prepared(people)
    answer = manager.post(f"/imports/{run.pk}/reading/", {"header_row": "0"}, headers=FRAGMENT)
    run.refresh_from_db()
    assert run.recognition["columns"][0] == "#1"
    assert "your choice" in text_of(answer)
    assert text_of(answer).lstrip().startswith('<div class="stack" id="reading">')


def test_the_marked_row_is_no_decision_while_it_stays(manager, people):
    run = prepared(people)
    answer = manager.post(f"/imports/{run.pk}/reading/", {"header_row": "2", "encoding": "utf-8"})
    assert answer.url == f"/imports/{run.pk}/reading/"
    run.refresh_from_db()
    assert run.reading == {"encoding": "utf-8"}


def test_a_refused_file_says_why_and_can_be_left(manager, people, supplier_id):
    answer = upload(manager, feed_file(HTML, name="login.csv"), supplier=supplier_id)
    page = text_of(manager.get(answer.url))
    assert "The file is a log-in page" in page
    assert "Upload another file" in page
    assert "Continue with the mapping" not in page


def test_what_made_the_file_unreadable_can_be_taken_back(manager, people):
    run = prepared(people)
    page = manager.post(f"/imports/{run.pk}/reading/", {"encoding": "klingon"}, headers=FRAGMENT)
    assert "klingon" in text_of(page)
    run.refresh_from_db()
    assert "encoding" not in run.reading


def test_the_same_content_is_recognised(manager, people):
    completed(people)
    again = prepared(people)
    assert "The same file came before" in text_of(manager.get(f"/imports/{again.pk}/reading/"))


def test_a_run_that_has_begun_has_no_wizard(manager, people):
    run = completed(people)
    for place in ("reading", "mapping", "dry-run"):
        assert manager.get(f"/imports/{run.pk}/{place}/").url == f"/imports/{run.pk}/"


# Mapping


def test_columns_show_samples_target_confidence_and_result(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    shown = text_of(page)
    for word in ("Perceuse-visseuse", "Transformations and rules", "108.25", "What identifies a row", "complete"):
        assert word in shown
    assert "the check digit of “4059952514476” is wrong" in shown
    assert 'class="is-error"' in shown


def test_a_field_has_one_origin(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    number = lines(page)["Marque"]
    changed = form_of(page, **{f"l{number}-target": "title"})
    headers = {**FRAGMENT, "HX-Trigger-Name": f"l{number}-target"}
    answer = manager.post(f"/imports/{run.pk}/mapping/", changed, headers=headers)
    targets = {entry.line.column: entry.line.target for entry in answer.context["lines"]}
    assert (targets["Marque"], targets["Désignation"]) == ("title", "")
    assert "Désignation" in answer.context["unused"]


def test_what_is_missing_is_counted_down(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    nothing = {f"l{number}-target": "" for number in lines(page).values()}
    answer = manager.post(f"/imports/{run.pk}/mapping/", form_of(page, **nothing), headers=FRAGMENT)
    assert "2 still missing" in text_of(answer)
    refused = manager.post(f"/imports/{run.pk}/mapping/", form_of(page, **nothing, do="save"))
    assert refused.status_code == 422
    assert "No row can be identified" in text_of(refused)


def test_a_transformation_is_added_tried_and_kept_while_going_back(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    number = lines(page)["Désignation"]
    data = form_of(page, **{f"l{number}-add": "suffix"})
    headers = {**FRAGMENT, "HX-Trigger-Name": f"l{number}-add"}
    page = manager.post(f"/imports/{run.pk}/mapping/", data, headers=headers)
    assert "expected a value" in text_of(page)
    data = form_of(page, **{f"l{number}-s0-text": " PRO", "do": "back"})
    assert manager.post(f"/imports/{run.pk}/mapping/", data).url == f"/imports/{run.pk}/reading/"
    assert "Perceuse-visseuse PRO" in text_of(manager.get(f"/imports/{run.pk}/mapping/"))
    run.refresh_from_db()
    assert run.mapping["fields"]["title"]["transformations"] == []


def test_an_attribute_and_a_fixed_value_are_mapped_without_script(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    page = manager.post(f"/imports/{run.pk}/mapping/", form_of(page, do="fixed"))
    fixed, brand = len(page.context["lines"]) - 1, lines(page)["Marque"]
    changes = {f"l{fixed}-target": "vat_rate", f"l{fixed}-default": "20"}
    changes |= {f"l{brand}-target": "attribute:", f"l{brand}-name": "Marque"}
    answer = manager.post(f"/imports/{run.pk}/mapping/", form_of(page, **changes, do="save"))
    assert answer.url == f"/imports/{run.pk}/dry-run/"
    run.refresh_from_db()
    assert run.mapping["fields"]["vat_rate"]["default"] == "20"
    assert run.mapping["fields"]["attribute:Marque"]["column"] == "Marque"
    assert run.stage == ImportRun.Stage.READY


def test_policies_and_identity_are_the_sources_own(manager, people):
    run = prepared(people)
    page = manager.get(f"/imports/{run.pk}/mapping/")
    changes = {"identity": "supplier_sku+ean", "duplicates": "hold", "error_limit_percent": "3", "do": "save"}
    manager.post(f"/imports/{run.pk}/mapping/", form_of(page, **changes))
    with tenant_scope(people.tenant.pk):
        source = source_settings(run.source_id)
    run.refresh_from_db()
    assert (source.identity, source.duplicates, source.error_limit_percent) == (["supplier_sku", "ean"], "hold", 3)
    assert (run.identity, run.policies["duplicates"]) == (["supplier_sku", "ean"], "hold")


def test_the_second_file_of_a_layout_is_one_click_from_the_start(manager, people, supplier_id):
    completed(people)
    answer = upload(manager, feed_file(FEED.replace("108,25", "99,00")), supplier=supplier_id)
    run = runs_of(people)[0]
    assert answer.url == f"/imports/{run.pk}/dry-run/"
    page = text_of(manager.get(answer.url))
    assert "Everything is remembered from the last file" in page
    assert "Import now" in page
    assert "Remembered from the last file" in text_of(manager.get(f"/imports/{run.pk}/mapping/"))


def test_a_changed_layout_says_what_moved(manager, people):
    completed(people)
    run = prepared(people, FEED.replace("Prix HT", "Prix net"))
    page = text_of(manager.get(f"/imports/{run.pk}/mapping/"))
    assert "The layout has changed since the last file" in page
    assert "Prix HT" in page


def test_a_viewer_looks_at_a_mapping_but_does_not_change_it(people):
    run = prepared(people)
    viewer = signed_in(people.viewer)
    page = viewer.get(f"/imports/{run.pk}/mapping/")
    assert "Confirm the mapping" not in text_of(page)
    assert viewer.post(f"/imports/{run.pk}/mapping/", {"lines": "0", "do": "save"}).status_code == 403
    assert viewer.post(f"/imports/{run.pk}/reading/", {"encoding": "utf-8"}).status_code == 403
    run.refresh_from_db()
    assert (run.stage, run.reading) == (ImportRun.Stage.MAPPING, {})


# Dry run and start


def test_a_dry_run_tells_what_would_change(manager, people):
    run = ready(people)
    assert "See what would change" in text_of(manager.get(f"/imports/{run.pk}/dry-run/"))
    answer = manager.post(f"/imports/{run.pk}/act/dry-run/")
    assert answer.url == f"/imports/{run.pk}/dry-run/"
    assert "Waiting for a worker" in text_of(manager.get(answer.url))
    rehearsed(people, run)
    assert manager.get(answer.url, headers=FRAGMENT)["HX-Refresh"] == "true"
    page = text_of(manager.get(answer.url))
    for word in ("EAN with a wrong check digit", "New brands", "Bosch", "Import now"):
        assert word in page


def test_prices_that_jump_are_told(manager, people):
    completed(people)
    run = ready(people, FEED.replace("108,25", "58,25").replace(";84", ";0"))
    manager.post(f"/imports/{run.pk}/act/dry-run/")
    rehearsed(people, run)
    page = text_of(manager.get(f"/imports/{run.pk}/dry-run/"))
    assert "1 price moves by more than 20 %" in page
    assert "1 stock falls to zero" in page


def test_start_leads_to_the_run_and_happens_once(manager, people):
    run = ready(people)
    assert manager.post(f"/imports/{run.pk}/act/start/").url == f"/imports/{run.pk}/"
    run.refresh_from_db()
    assert run.queued_at is not None
    assert "Waiting for a worker" in text_of(manager.get(f"/imports/{run.pk}/"))
    again = manager.post(f"/imports/{run.pk}/act/start/", follow=True)
    assert "The run was started before." in text_of(again)


def test_an_unconfirmed_mapping_is_not_started(manager, people):
    run = prepared(people)
    answer = manager.post(f"/imports/{run.pk}/act/start/", follow=True)
    assert "confirm or correct it first" in text_of(answer)
    assert "The mapping waits for your confirmation" in text_of(answer)
    run.refresh_from_db()
    assert (run.status, run.queued_at) == (JobStatus.PENDING, None)


def test_an_upload_can_be_discarded(people):
    run = prepared(people)
    admin = signed_in(people.admin)
    assert "Discard this upload" in text_of(admin.get(f"/imports/{run.pk}/mapping/"))
    assert admin.post(f"/imports/{run.pk}/act/delete/").url == "/imports/"
    assert runs_of(people) == []


def test_a_second_file_of_a_feed_is_one_click(manager, people):
    run = completed(people)
    page = text_of(manager.get("/imports/new/"))
    assert f"?source={run.source_id}" in page
    assert f"/suppliers/{run.supplier_id}/sources/new/" in page
    chosen = manager.get(f"/imports/new/?source={run.source_id}")
    assert chosen.context["form"].initial["source"] == str(run.source_id)
    answer = upload(manager, feed_file(), supplier="new", source=str(run.source_id))
    assert answer.status_code == 302
    assert {each.source_id for each in runs_of(people)} == {run.source_id}


def test_a_feed_of_somebody_else_cannot_be_chosen(manager, people, supplier_id):
    nobodys = "00000000-0000-4000-8000-000000000000"
    answer = upload(manager, feed_file(), supplier=str(supplier_id), source=nobodys)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["source"])
    assert runs_of(people) == []
