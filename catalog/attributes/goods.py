"""Standard attributes of the goods themselves: codes, sizes, design, technical data, rules, environment."""

from django.utils.translation import gettext_lazy as _

from catalog.attributes.model import Kind, Standard

_LETTERS_2 = r"^[A-Z]{2}$"
_ENERGY_CLASSES = tuple((letters, letters) for letters in ("A+++", "A++", "A+", "A", "B", "C", "D", "E", "F", "G"))

IDENTITY = (
    Standard("upc", _("UPC"), "identity", pattern=r"^\d{12}$", hint=_("12 digits"), synonyms=("upca",)),
    Standard(
        "isbn",
        _("ISBN"),
        "identity",
        pattern=r"^(?:97[89])?\d{9}[\dXx]$",
        hint=_("10 or 13 digits"),
        synonyms=("isbn13", "isbn10"),
    ),
    Standard("external_id", _("External id"), "identity"),
    Standard("odoo_product_id", _("Id in Odoo"), "identity", Kind.INTEGER, synonyms=("odooid",)),
    Standard("import_source", _("Where it was imported from"), "identity"),
    Standard("collection", _("Collection"), "identity", synonyms=("gamme", "kollektion")),
    Standard("manufacturer", _("Manufacturer"), "identity", synonyms=("fabricant", "hersteller")),
)
DIMENSIONS = (
    Standard("length", _("Length"), "dimensions", Kind.MEASURE, "cm", synonyms=("longueur", "länge")),
    Standard("width", _("Width"), "dimensions", Kind.MEASURE, "cm", synonyms=("largeur", "breite")),
    Standard("height", _("Height"), "dimensions", Kind.MEASURE, "cm", synonyms=("hauteur", "höhe")),
    Standard("depth", _("Depth"), "dimensions", Kind.MEASURE, "cm", synonyms=("profondeur", "tiefe")),
    Standard("diameter", _("Diameter"), "dimensions", Kind.MEASURE, "cm", synonyms=("diamètre", "durchmesser")),
    Standard("net_weight", _("Net weight"), "dimensions", Kind.MEASURE, "kg", synonyms=("poids net",)),
    Standard("volume", _("Volume"), "dimensions", Kind.MEASURE, "l", synonyms=("contenance", "volumen")),
    Standard("package_length", _("Length of the package"), "dimensions", Kind.MEASURE, "cm"),
    Standard("package_width", _("Width of the package"), "dimensions", Kind.MEASURE, "cm"),
    Standard("package_height", _("Height of the package"), "dimensions", Kind.MEASURE, "cm"),
    Standard(
        "package_weight",
        _("Weight of the package"),
        "dimensions",
        Kind.MEASURE,
        "kg",
        synonyms=("gross weight", "poids brut"),
    ),
    Standard(
        "package_quantity", _("Pieces in a package"), "dimensions", Kind.INTEGER, synonyms=("pack size", "colisage")
    ),
    Standard("packages", _("Number of packages"), "dimensions", Kind.INTEGER),
    Standard("pallet_quantity", _("Pieces on a pallet"), "dimensions", Kind.INTEGER),
    Standard("assembly_required", _("Needs assembly"), "dimensions", Kind.BOOLEAN),
)
DESIGN = (
    Standard(
        "color", _("Colour"), "design", localizable=True, synonyms=("colour", "couleur", "farbe", "colore", "kleur")
    ),
    Standard("secondary_color", _("Second colour"), "design", localizable=True, synonyms=("secondary colour",)),
    Standard("size", _("Size"), "design", synonyms=("taille", "größe", "pointure")),
    Standard(
        "material", _("Material"), "design", localizable=True, synonyms=("matière", "matériau", "materiau", "materiel")
    ),
    Standard("finish", _("Finish"), "design", localizable=True, synonyms=("finition",)),
    Standard("style", _("Style"), "design", localizable=True),
    Standard("pattern", _("Pattern"), "design", localizable=True, synonyms=("motif", "muster")),
    Standard("shape", _("Shape"), "design", localizable=True, synonyms=("forme",)),
    Standard(
        "gender",
        _("For whom"),
        "design",
        Kind.SELECT,
        choices=(("female", _("Women")), ("male", _("Men")), ("unisex", _("Everybody"))),
        synonyms=("genre", "sexe"),
    ),
    Standard(
        "age_group",
        _("Age group"),
        "design",
        Kind.SELECT,
        choices=(
            ("newborn", _("Newborn")),
            ("infant", _("Infant")),
            ("toddler", _("Toddler")),
            ("kids", _("Children")),
            ("adult", _("Adults")),
        ),
    ),
    Standard("season", _("Season"), "design", synonyms=("saison",)),
)
TECHNICAL = (
    Standard("technical_specs", _("Technical data"), "technical", Kind.JSON, synonyms=("specs", "specifications")),
    Standard("compatibility", _("Compatible with"), "technical", Kind.JSON, synonyms=("compatibilité",)),
    Standard("power", _("Power"), "technical", Kind.MEASURE, "W", synonyms=("puissance", "leistung")),
    Standard("voltage", _("Voltage"), "technical", Kind.MEASURE, "V", synonyms=("tension", "spannung")),
    Standard("current", _("Current"), "technical", Kind.MEASURE, "A", synonyms=("intensité",)),
    Standard("battery_capacity", _("Capacity of the battery"), "technical", Kind.MEASURE, "mAh"),
    Standard("storage_capacity", _("Storage"), "technical", Kind.MEASURE, "GB"),
    Standard("frequency", _("Frequency"), "technical", Kind.MEASURE, "Hz", synonyms=("fréquence",)),
    Standard("noise_level", _("Noise"), "technical", Kind.MEASURE, "dB", synonyms=("niveau sonore",)),
    Standard("operating_temperature_min", _("Works from"), "technical", Kind.MEASURE, "°C"),
    Standard("operating_temperature_max", _("Works up to"), "technical", Kind.MEASURE, "°C"),
    Standard("cable_length", _("Length of the cable"), "technical", Kind.MEASURE, "m"),
    Standard("screen_size", _("Size of the screen"), "technical", Kind.MEASURE, "in"),
    Standard("connectivity", _("Connections"), "technical", synonyms=("connectivité",)),
    Standard("power_source", _("Power source"), "technical", synonyms=("alimentation",)),
    Standard("ip_rating", _("Protection (IP)"), "technical", pattern=r"^IP[0-9X]{2}[A-Z]?$", hint=_("such as IP54")),
    Standard("included_items", _("In the box"), "technical", localizable=True, synonyms=("contenu du carton",)),
)
COMPLIANCE = (
    Standard(
        "country_of_origin",
        _("Country of origin"),
        "compliance",
        pattern=_LETTERS_2,
        hint=_("the two capital letters of the country, such as FR"),
        synonyms=("origin country", "pays d'origine", "origine", "ursprungsland", "made in"),
    ),
    Standard(
        "hs_code",
        _("Customs code (HS)"),
        "compliance",
        pattern=r"^\d{4}[\d. ]{0,10}$",
        hint=_("4 to 12 digits"),
        synonyms=("customs code", "code douanier", "tariff number", "taric", "nomenclature douanière"),
    ),
    Standard("dangerous_goods", _("Dangerous goods"), "compliance", Kind.BOOLEAN, synonyms=("hazmat",)),
    Standard("dangerous_goods_class", _("Class of danger"), "compliance"),
    Standard("un_number", _("UN number"), "compliance", pattern=r"^(?:UN ?)?\d{4}$", hint=_("four digits")),
    Standard("reach", _("REACH"), "compliance", Kind.BOOLEAN, synonyms=("reach compliant",)),
    Standard("rohs", _("RoHS"), "compliance", Kind.BOOLEAN, synonyms=("rohs compliant",)),
    Standard("ce_marking", _("CE marking"), "compliance", Kind.BOOLEAN, synonyms=("ce", "marquage ce")),
    Standard("weee", _("WEEE"), "compliance", Kind.BOOLEAN, synonyms=("deee",)),
    Standard("minimum_age", _("From age"), "compliance", Kind.INTEGER, synonyms=("âge minimum",)),
    Standard("responsible_person", _("Responsible person in the EU"), "compliance"),
    Standard("responsible_person_address", _("Address of the responsible person"), "compliance"),
    Standard("safety_warnings", _("Safety warnings"), "compliance", localizable=True),
    Standard("safety_data_sheet", _("Safety data sheet"), "compliance", Kind.URL),
    Standard("declaration_of_conformity", _("Declaration of conformity"), "compliance", Kind.URL),
)
ENVIRONMENT = (
    Standard(
        "energy_class",
        _("Energy class"),
        "environment",
        Kind.SELECT,
        choices=_ENERGY_CLASSES,
        synonyms=("classe énergétique", "energy efficiency class"),
    ),
    Standard("energy_consumption", _("Energy a year"), "environment", Kind.MEASURE, "kWh"),
    Standard("energy_label", _("Energy label"), "environment", Kind.URL),
    Standard("recyclable", _("Recyclable"), "environment", Kind.BOOLEAN),
    Standard("recycled_content", _("Recycled material"), "environment", Kind.MEASURE, "%"),
    Standard("eco_friendly", _("Eco-friendly"), "environment", Kind.BOOLEAN, synonyms=("eco", "écologique")),
    Standard("eco_label", _("Environmental label"), "environment", synonyms=("écolabel",)),
    Standard("eco_participation", _("Eco-contribution"), "environment", Kind.DECIMAL, synonyms=("éco-participation",)),
    Standard("carbon_footprint", _("Carbon footprint"), "environment", Kind.MEASURE, "kg", synonyms=("carbon kg",)),
    Standard("repairability_index", _("Repairability index"), "environment", Kind.DECIMAL),
)
