"""What the broken and hostile files must give."""

REFUSED: dict[str, frozenset[str]] = {
    "broken_corrupt_ole.xls": frozenset({"damaged_workbook"}),
    "broken_empty_file.csv": frozenset({"empty_file"}),
    "broken_header_only.csv": frozenset({"no_rows"}),
    "broken_html_error_page.csv": frozenset({"html_page"}),
    "broken_password_protected.xlsx": frozenset({"password_protected"}),
    "broken_truncated.json": frozenset({"truncated"}),
    "broken_truncated_feed.xml": frozenset({"truncated"}),
    "broken_truncated_in_quotes.csv": frozenset({"truncated"}),
    "hostile_billion_laughs.xml": frozenset({"unsafe_xml"}),
    "hostile_zip_bomb_sheet.xlsx": frozenset({"decompression_bomb", "too_large", "too_many_rows"}),
}
"""File -> codes of the refusal; each keeps the catalogue as it is."""

REPORTED: dict[str, tuple[int, tuple[int, ...]]] = {
    "broken_nul_bytes.csv": (1306, ()),
    "broken_two_bad_lines.jsonl": (58, (18, 43)),
    "vendure_bad_row_length.csv": (3, (3,)),
    "onix21_control_chars.xml": (1, ()),
    "wrongext_zip_named_csv.csv": (6, ()),
    "hostile_csv_injection.csv": (8, ()),
}
"""File -> rows read, rows named in warnings."""
