"""Standard attributes that are texts: those of other languages, for marketing, for search engines."""

from django.utils.translation import gettext_lazy as _

from catalog.attributes.model import Kind, Standard

_RICH = Kind.RICH_TEXT

# The default language's are fields of the product itself: only those of the other languages are kept here.
TRANSLATED_FIELDS = ("title", "description", "short_description")
TEXTS = (
    Standard("title", _("title"), "texts", localizable=True),
    Standard("description", _("description"), "texts", _RICH, localizable=True),
    Standard("short_description", _("short description"), "texts", _RICH, localizable=True),
)
MARKETING = (
    Standard("bullet_points", _("Bullet points"), "marketing", localizable=True, help=_("One a line.")),
    Standard("key_features", _("Key features"), "marketing", localizable=True, synonyms=("features",)),
    Standard("reasons_to_buy", _("Reasons to buy"), "marketing", localizable=True),
    Standard("slogan", _("Slogan"), "marketing", localizable=True),
    Standard("promotional_text", _("Promotional text"), "marketing", _RICH, localizable=True),
    Standard("marketing_text", _("Marketing text"), "marketing", _RICH, localizable=True),
    Standard("awards", _("Awards"), "marketing", localizable=True),
    Standard("icecat_id", _("Id in Icecat"), "marketing", Kind.INTEGER),
    Standard("icecat_quality", _("Quality in Icecat"), "marketing"),
    Standard("popularity", _("Popularity"), "marketing", Kind.DECIMAL),
    Standard("view_count", _("Views"), "marketing", Kind.INTEGER),
    Standard("sales_count", _("Sales"), "marketing", Kind.INTEGER),
    Standard("conversion_rate", _("Conversion"), "marketing", Kind.MEASURE, "%"),
)
SEO = (
    Standard("meta_title", _("Title for search engines"), "seo", localizable=True, synonyms=("seo title",)),
    Standard(
        "meta_description", _("Description for search engines"), "seo", localizable=True, synonyms=("seo description",)
    ),
    Standard("meta_keywords", _("Keywords"), "seo", localizable=True, synonyms=("keywords", "mots clés")),
    Standard(
        "url_slug",
        _("Name in the address"),
        "seo",
        localizable=True,
        unique=True,
        pattern=r"^[\p{Ll}\p{Lo}\d]+(?:-[\p{Ll}\p{Lo}\d]+)*$",
        hint=_("small letters and digits, with - between the words"),
        synonyms=("slug", "url key", "handle"),
    ),
)
LINKS = (
    Standard("video_url", _("Video"), "links", Kind.URL, synonyms=("video", "vidéo")),
    Standard("manual_url", _("Manual"), "links", Kind.URL, synonyms=("notice", "mode d'emploi")),
    Standard("datasheet_url", _("Data sheet"), "links", Kind.URL, synonyms=("fiche technique",)),
)
