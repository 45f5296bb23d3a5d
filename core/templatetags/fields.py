"""Components of forms: a field with label, help and errors tied to it; the drop zone for files."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field(bound: BoundField, css: str = "", **attributes: Any) -> SafeString:
    """A bound field with label, help and errors; extra attributes (`data_autosubmit=True`) go to the input.

    Django itself ties help and errors to the input (aria-describedby, aria-invalid) by the ids the template gives them.
    """
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    widget = bound.as_widget(attrs=attributes)
    return render_to_string(
        "components/field.html", {"field": bound, "widget": widget, "kind": _kind(bound), "css": css}
    )


def _kind(bound: BoundField) -> str:
    """How the template arranges label and input."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "plain"


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, above its fields."""
    return {"errors": form.non_field_errors(), "count": len(form.errors)}


@register.simple_tag
def dropzone(bound: BoundField, title: str, *, help_text: str = "") -> SafeString:
    """A file field as an area to drop files on; works as a plain file field without JavaScript."""
    return render_to_string("components/dropzone.html", {"field": bound, "title": title, "help_text": help_text})
