"""What a file may cost before it is opened: sizes, ratios, rows, columns. The defaults take a million-row file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile

MEBIBYTE = 1024 * 1024
SPARSE = 0.05


@dataclass(frozen=True)
class Limits:
    """Upper bounds; each excess is refused with one sentence."""

    max_file_bytes: int = 2048 * MEBIBYTE
    max_uncompressed_bytes: int = 4096 * MEBIBYTE
    max_compression_ratio: int = 100
    ratio_applies_above: int = 64 * MEBIBYTE
    max_archive_members: int = 10_000
    max_rows: int = 5_000_000
    max_columns: int = 2_000
    max_sheet_cells: int = 30_000_000
    max_sparse_cells: int = 4_000_000
    max_depth: int = 60
    max_record_bytes: int = 16 * MEBIBYTE


def check_file_size(size: int, limits: Limits) -> None:
    """Refuse an empty file and one that is too large."""
    if size == 0:
        raise UnreadableFile("empty_file", _("The file is empty (0 bytes). Ask the supplier for a new one."))
    if size > limits.max_file_bytes:
        raise UnreadableFile(
            "too_large",
            _("The file has %(size)d MB; at most %(limit)d MB are allowed. Split it or raise the limit.")
            % {"size": size // MEBIBYTE, "limit": limits.max_file_bytes // MEBIBYTE},
        )


def check_expansion(packed: int, unpacked: int, limits: Limits) -> None:
    """Refuse a compressed part that would grow beyond the size or the ratio allowed."""
    if unpacked > limits.max_uncompressed_bytes:
        raise UnreadableFile(
            "decompression_bomb",
            _("The file unpacks to %(size)d MB; at most %(limit)d MB are allowed. Split it or raise the limit.")
            % {"size": unpacked // MEBIBYTE, "limit": limits.max_uncompressed_bytes // MEBIBYTE},
        )
    if unpacked > limits.ratio_applies_above and unpacked > packed * limits.max_compression_ratio:
        raise UnreadableFile(
            "decompression_bomb",
            _("The file unpacks to %(ratio)d times its size; at most %(limit)d times is allowed. Send it uncompressed.")
            % {"ratio": unpacked // max(packed, 1), "limit": limits.max_compression_ratio},
        )


def check_columns(count: int, limits: Limits) -> None:
    """Refuse a table with more columns than allowed."""
    if count > limits.max_columns:
        raise UnreadableFile(
            "too_many_columns",
            _("The table has %(count)d columns; at most %(limit)d are allowed. Remove columns or raise the limit.")
            % {"count": count, "limit": limits.max_columns},
        )


def check_rows(count: int, limits: Limits) -> None:
    """Refuse a table with more rows than allowed."""
    if count > limits.max_rows:
        raise UnreadableFile(
            "too_many_rows",
            _("The table has more than %(limit)d rows. Split the file or raise the limit.")
            % {"limit": limits.max_rows},
        )


def check_sheet(rows: int, columns: int, filled: int, limits: Limits) -> None:
    """Refuse a sheet that spans too much, or a wide area with hardly a filled cell: readers hold the whole area."""
    area = rows * columns
    if area > limits.max_sheet_cells or (area > limits.max_sparse_cells and filled < SPARSE * area):
        raise UnreadableFile(
            "too_large",
            _("A sheet spans %(rows)d rows x %(columns)d columns. Delete the cells far outside the table and save it.")
            % {"rows": rows, "columns": columns},
        )
