"""The components of the pages: what they show, and that they escape what they are given."""

from datetime import timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core.templatetags import formats
from core.templatetags.tables import address

LOAD = "{% load ui flow tables fields formats %}"


def render(source, *, path="/", **values):
    return Template(LOAD + source).render(Context({"request": RequestFactory().get(path), **values}))


def test_values_are_escaped():
    evil = "<script>alert(1)</script>"
    sources = (
        "{% badge evil %}{% diff evil None %}{% guess 0.5 evil %}{% stat evil evil note=evil %}{% json_view evil %}",
        "{% alert 'error' title=evil cause=evil remedy=evil %}{{ evil }}{% endalert %}",
        "{% empty evil text=evil %}{% endempty %}",
        "{% chip evil evil 'q' %}{% step evil 'done' detail=evil %}{% stage evil %}{% tab evil '?a' %}{% crumb evil %}",
        "{% page_header evil subtitle=evil %}{% endpage_header %}{% card evil note=evil %}{{ evil }}{% endcard %}",
        "{% select_row evil evil form=evil %}{% tip evil %}x{% endtip %}{% icon 'x' label=evil %}",
    )
    for source in sources:
        assert "<script>" not in render(source, evil=evil)


def test_json_is_indented_and_coloured_and_escaped():
    shown = render("{% json_view value %}", value='{"a<b": [1, "x", null]}')
    assert '<span class="key">&quot;a&lt;b&quot;</span>' in shown
    assert '<span class="word">null</span>' in shown
    assert render("{% json_view value %}", value="{broken").count("{broken") == 1


def test_guess_says_its_confidence_and_reason():
    shown = render("{% guess 0.74 'Not UTF-8.' %}")
    assert 'value="74"' in shown
    assert "Not UTF-8." in shown


def test_every_job_state_has_a_pill():
    for status in ("pending", "processing", "paused", "completed", "failed", "cancelled"):
        assert "badge" in render("{% job_state status %}", status=status)


def test_sorting_turns_round_and_starts_at_the_first_page():
    first = render("{% sort_head 'title' 'Title' %}", path="/?q=a&page=3")
    assert 'href="?q=a&amp;sort=title"' in first
    assert 'aria-sort="none"' in first
    again = render("{% sort_head 'title' 'Title' %}", path="/?sort=title")
    assert 'href="?sort=-title"' in again
    assert 'aria-sort="ascending"' in again
    default = render("{% sort_head 'title' 'Title' default='-title' %}")
    assert 'aria-sort="descending"' in default


def test_chip_removes_only_its_own_parameter():
    request = RequestFactory().get("/?brand=1&brand=2&q=x&page=4")
    assert address(request, drop=("page", "brand")) == "?q=x"
    assert render("{% chip 'Brand' '' 'brand' %}", path="/?brand=1").strip() == ""


def test_pages_keep_the_filters_and_say_when_the_total_is_an_estimate():
    page = Paginator(range(1000), 25).get_page(3)
    shown = render("{% pages page estimated=True %}", path="/?q=x", page=page)
    assert "?q=x&amp;page=4" in shown
    assert "of about 1,000" in shown


def test_keyset_pages_carry_the_cursor():
    shown = render("{% keyset_pages 25 before after total=None %}", path="/?q=x&after=a", before=None, after="z")
    assert "?q=x&amp;after=z" in shown
    assert 'aria-disabled="true"' in shown


def test_navigation_marks_the_current_place_and_drops_absent_modules():
    assert 'aria-current="page"' in render("{% nav_link 'Products' 'package' '/products/' %}", path="/products/1")
    assert render("{% nav_link 'Products' 'package' '' %}").strip() == ""
    elsewhere = "{% nav_link 'Users' 'users' '/settings/users/' also='/settings/invitations/' %}"
    assert 'aria-current="page"' in render(elsewhere, path="/settings/invitations/")
    assert "aria-current" not in render(elsewhere, path="/settings/roles/")


def test_navigation_leaves_an_entry_below_another_its_mark():
    runs = "{% nav_link 'Runs' 'package' '/imports/' '/imports/templates/' '/imports/value-maps/' %}"
    assert 'aria-current="page"' in render(runs, path="/imports/0b1c/")
    assert "aria-current" not in render(runs, path="/imports/value-maps/")


def test_confirm_is_a_protected_post():
    shown = render(
        "{% confirm 'undo' 'Undo?' '/x' danger=True field='act' value='undo' %}All{% endconfirm %}", csrf_token="tok"
    )
    assert 'name="csrfmiddlewaretoken" value="tok"' in shown
    assert '<input type="hidden" name="act" value="undo">' in shown
    assert "btn-danger" in shown


class SampleForm(forms.Form):
    name = forms.CharField(help_text="Short.")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], required=False)
    active = forms.BooleanField(required=False)
    file = forms.FileField(required=False)


def test_field_ties_label_help_and_error_to_the_input():
    shown = render("{% field form.name data_save=True %}{% form_errors form %}", form=SampleForm({}))
    assert 'for="id_name"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert "data-save" in shown
    assert "One field needs your attention." in shown


def test_groups_and_boxes_and_files_have_their_own_arrangement():
    shown = render("{% field form.kind %}{% field form.active %}{% dropzone form.file 'File' %}", form=SampleForm())
    assert "<legend" in shown
    assert 'class="check"' in shown
    assert "data-dropzone" in shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "–"),
        (0, "0 s"),
        (0.2, "less than 1 s"),
        (59.6, "1 min 00 s"),
        (3725, "1 h 02 min"),
        (timedelta(days=2, hours=5), "2 d 5 h"),
    ],
)
def test_durations(seconds, shown):
    assert formats.duration(seconds) == shown


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (12_845_056, "13 MB"), (3.2e9, "3.2 GB")]
)
def test_file_sizes(size, shown):
    assert formats.filesize(size) == shown


def test_numbers_follow_the_language():
    assert formats.number(1234567.5, 1) == "1,234,567.5"
    assert formats.percent(0.9432, 1) == "94.3%"
    with translation.override("fr"):
        assert formats.number(1234567.5, 1) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"
