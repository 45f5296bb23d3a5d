"""Currencies: ISO codes, symbols and names as they stand in cells and headers."""

import re

from imports.feeds.wordlists import word_set

CURRENCY_CODES = word_set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DEM DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP FRF GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """
)
CURRENCY_SIGNS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "₹": "INR", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₩": "KRW",
    "₸": "KZT", "US$": "USD", "$": "USD", "R$": "BRL", "Kč": "CZK", "KČ": "CZK", "kč": "CZK", "zł": "PLN",
    "ZŁ": "PLN", "FCFA": "XOF", "Fcfa": "XOF", "CFA": "XOF", "руб": "RUB", "грн": "UAH", "тг": "KZT",
    "лв": "BGN", "Ft": "HUF", "lei": "RON", "euro": "EUR", "euros": "EUR", "Euro": "EUR", "Euros": "EUR",
    "EURO": "EUR", "dollars": "USD", "pounds": "GBP", "SFr": "CHF", "CHF": "CHF",
}  # fmt: skip
SIGN_PATTERN = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True))
_TOKEN = re.compile(rf"(?<![A-Za-z])([A-Z]{{3}})(?![A-Za-z])|({SIGN_PATTERN})(?![A-Za-zа-я])")
_LOWER_SUFFIX = re.compile(r"[_\-. ]([a-z]{3})$")


def currency_in(text: str) -> str | None:
    """The currency a header names ("Price (Euros)", "price-EUR", "price_usd"), if any."""
    for code, sign in _TOKEN.findall(text):
        if code in CURRENCY_CODES:
            return code
        if sign:
            return CURRENCY_SIGNS[sign]
    suffix = _LOWER_SUFFIX.search(text)
    return (
        suffix.group(1).upper()
        if suffix and suffix.group(1).upper() in {"EUR", "USD", "GBP", "CHF", "CZK", "PLN"}
        else None
    )
