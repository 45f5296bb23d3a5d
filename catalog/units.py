"""Units of measure: what belongs together, how many of the base unit each is, how people and feeds write it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

# Family -> unit -> how many of the family's base unit it is.
FAMILIES: Mapping[str, Mapping[str, Decimal]] = {
    "weight": {
        "kg": Decimal(1),
        "g": Decimal("0.001"),
        "mg": Decimal("0.000001"),
        "t": Decimal(1000),
        "lb": Decimal("0.45359237"),
        "oz": Decimal("0.028349523125"),
    },
    "length": {
        "m": Decimal(1),
        "cm": Decimal("0.01"),
        "mm": Decimal("0.001"),
        "km": Decimal(1000),
        "in": Decimal("0.0254"),
        "ft": Decimal("0.3048"),
    },
    "area": {"m²": Decimal(1), "cm²": Decimal("0.0001"), "mm²": Decimal("0.000001"), "ha": Decimal(10_000)},
    "volume": {
        "l": Decimal(1),
        "ml": Decimal("0.001"),
        "cl": Decimal("0.01"),
        "m³": Decimal(1000),
        "cm³": Decimal("0.001"),
        "gal": Decimal("3.785411784"),
    },
    "power": {"W": Decimal(1), "kW": Decimal(1000), "mW": Decimal("0.001"), "hp": Decimal("735.49875")},
    "energy": {"kWh": Decimal(1), "Wh": Decimal("0.001"), "MWh": Decimal(1000)},
    "voltage": {"V": Decimal(1), "mV": Decimal("0.001"), "kV": Decimal(1000)},
    "current": {"A": Decimal(1), "mA": Decimal("0.001")},
    "charge": {"Ah": Decimal(1), "mAh": Decimal("0.001")},
    "frequency": {"Hz": Decimal(1), "kHz": Decimal(1000), "MHz": Decimal(1_000_000), "GHz": Decimal(1_000_000_000)},
    "data": {"GB": Decimal(1), "MB": Decimal("0.001"), "TB": Decimal(1000)},
    "time": {
        "d": Decimal(1),
        "h": Decimal(1) / Decimal(24),
        "min": Decimal(1) / Decimal(1440),
        "s": Decimal(1) / Decimal(86_400),
        "wk": Decimal(7),
    },
    "pressure": {"bar": Decimal(1), "mbar": Decimal("0.001"), "Pa": Decimal("0.00001"), "psi": Decimal("0.0689475729")},
    "torque": {"Nm": Decimal(1), "Ncm": Decimal("0.01")},
    "sound": {"dB": Decimal(1)},
    "angle": {"°": Decimal(1)},
    "temperature": {"°C": Decimal(1)},
    "share": {"%": Decimal(1)},
}
FAMILY_LABELS = {
    "weight": _("Weight"),
    "length": _("Length"),
    "area": _("Area"),
    "volume": _("Volume"),
    "power": _("Power"),
    "energy": _("Energy"),
    "voltage": _("Voltage"),
    "current": _("Current"),
    "charge": _("Charge"),
    "frequency": _("Frequency"),
    "data": _("Data"),
    "time": _("Time"),
    "pressure": _("Pressure"),
    "torque": _("Torque"),
    "sound": _("Sound"),
    "angle": _("Angle"),
    "temperature": _("Temperature"),
    "share": _("Share"),
}
FAMILY_OF: dict[str, str] = {unit: family for family, units in FAMILIES.items() for unit in units}
_SPELLINGS = {
    "kg": "kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes kgm кг",
    "g": "gr grs gram grams gramm gramme grammes gramos grammi grm г",
    "mg": "milligram milligrams milligramme milligrammes мг",
    "t": "tonne tonnes ton",
    "lb": "lbs pound pounds livre livres lbr",
    "oz": "ounce ounces once onces onz",
    "m": "metre metres meter meters mtr",
    "cm": "centimetre centimeter centimetres centimeters cmt",
    "mm": "millimetre millimeter millimetres millimeters mmt",
    "km": "kilometre kilometer kilometres kilometers",
    "in": 'inch inches zoll pouce pouces "',
    "ft": "foot feet",
    "m²": "m2 sqm qm",
    "cm²": "cm2",
    "mm²": "mm2",
    "ha": "hectare hectares",
    "l": "litre litres liter liters ltr",
    "ml": "millilitre millilitres milliliter milliliters",
    "cl": "centilitre centilitres centiliter centiliters",
    "m³": "m3 cbm",
    "cm³": "cm3 ccm cc",
    "gal": "gallon gallons",
    "W": "watt watts",
    "kW": "kilowatt kilowatts",
    "hp": "ch cv ps",
    "V": "volt volts",
    "A": "ampere amperes ampère ampères amp amps",
    "Hz": "hertz",
    "GB": "go gigabyte gigabytes gigaoctet gigaoctets",
    "MB": "mo megabyte megabytes mégaoctet mégaoctets",
    "TB": "to terabyte terabytes téraoctet téraoctets",
    "d": "day days jour jours j tag tage",
    "h": "hour hours heure heures stunde stunden hrs hr",
    "min": "minute minutes mins",
    "s": "sec second seconds seconde secondes",
    "wk": "week weeks semaine semaines woche wochen",
    "Nm": "n.m n·m",
    "dB": "db(a)",
    "°": "deg degree degrees degré degrés",
    "°C": "c celsius",
    "%": "percent pourcent prozent",
}
# "mW" and "MW" differ by their capitals, so that a spelling is looked up as it is written first.
_EXACT: dict[str, str] = {unit: unit for unit in FAMILY_OF}
_FOLDED: dict[str, str] = {
    **{spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()},
    **{unit.lower(): unit for unit in reversed(_EXACT)},
}


def unit_named(text: str) -> str | None:
    """The unit somebody wrote ("Kilogramme", "cm", "watts"), if it is one."""
    written = text.strip().removesuffix(".")
    return _EXACT.get(written) or _FOLDED.get(written.lower())


def factor(unit: str, *, wanted: str) -> Decimal | None:
    """How many of the unit `wanted` one `unit` is; None when they measure different things."""
    family = FAMILY_OF.get(wanted)
    if family is None or FAMILY_OF.get(unit) != family:
        return None
    return FAMILIES[family][unit] / FAMILIES[family][wanted]


def spellings_of(wanted: str) -> dict[str, Decimal]:
    """Every spelling of the units that measure the same as `wanted` -> how many of it one is."""
    known = {**_FOLDED, **_EXACT}
    factors = {spelling: factor(unit, wanted=wanted) for spelling, unit in known.items()}
    return {spelling: value for spelling, value in factors.items() if value is not None}
