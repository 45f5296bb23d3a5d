"""The doors: containers, limits, chunks, preview, stored recognitions."""

import gzip
import io
import zipfile

import pytest

from core.tabular import Limits, Overrides, Recognition, UnreadableFile, preview, read_chunks, recognise
from core.tabular.blocks import last_record_end

CSV = "sku;name;price\nA;Pen;1,20\nB;Cap;2,50\n"


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def test_one_file_in_a_zip_whatever_its_name(read):
    result = read(zipped(export=CSV, readme__md="hello", products__csv=CSV))
    assert (result.recognition.container, result.recognition.member) == ("zip", "products.csv")
    assert result.frame.height == 2


def test_a_read_me_beside_the_data_is_no_second_file(read):
    assert read(zipped(export__csv=CSV, README__txt="hello")).recognition.member == "export.csv"


def test_several_files_in_a_zip_need_a_choice(read):
    content = zipped(a__csv=CSV, b__csv=CSV)
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert refused.value.code == "archive_with_several_files"
    assert refused.value.params["members"] == ["a.csv", "b.csv"]
    assert read(content, member="b.csv").recognition.member == "b.csv"


def test_an_archive_without_data(read):
    with pytest.raises(UnreadableFile) as refused:
        read(zipped())
    assert refused.value.code == "archive_without_data"


def test_gzip_is_opened_and_a_cut_one_refused(read):
    packed = gzip.compress((CSV * 2000).encode())
    assert read(packed).recognition.container == "gzip"
    with pytest.raises(UnreadableFile) as refused:
        read(packed[:-20])
    assert refused.value.code == "truncated"


def test_a_gzip_bomb_is_stopped_while_it_unpacks(tmp_path):
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(b"sku;name\n" + b"A;B\n" * 3_000_000))
    with pytest.raises(UnreadableFile) as refused:
        recognise(path, limits=Limits(ratio_applies_above=1_000_000))
    assert refused.value.code == "decompression_bomb"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_file_bytes=10), "too_large"),
        (Limits(max_columns=2), "too_many_columns"),
        (Limits(max_rows=1), "too_many_rows"),
    ],
)
def test_limits_refuse_with_one_sentence(tmp_path, limits, code):
    path = tmp_path / "feed"
    path.write_text(CSV)
    with pytest.raises(UnreadableFile) as refused:
        list(read_chunks(path, recognise(path, limits=limits), limits=limits))
    assert refused.value.code == code


def test_chunks_have_the_size_asked_for(tmp_path):
    path = tmp_path / "feed"
    path.write_text("sku;name;price\n" + "".join(f"A{i};Pen {i};1,20\n" for i in range(25)))
    chunks = list(read_chunks(path, recognise(path), chunk_rows=10))
    assert [(chunk.number, chunk.frame.height) for chunk in chunks] == [(0, 10), (1, 10), (2, 5)]
    assert chunks[2].frame.get_column("_row").to_list() == [22, 23, 24, 25, 26]


def test_records_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("core.tabular.rows.BLOCK_BYTES", 4096)
    path = tmp_path / "feed"
    rows = [f'A{i},"Pen; ""{i}""\nsecond line",{i}.50' for i in range(3000)]
    rows[1500] = "A1500,short"
    path.write_text("sku,name,price\n" + "\n".join(rows) + "\n")
    chunks = list(read_chunks(path, recognise(path)))
    assert sum(chunk.frame.height for chunk in chunks) == 2999
    assert [problem.row for chunk in chunks for problem in chunk.problems] == [1502]
    assert chunks[0].frame.get_column("sku").to_list()[-1] == "A2999"
    assert chunks[0].frame.get_column("name").to_list()[7] == 'Pen; "7"\nsecond line'


def test_a_preview_shows_rows_and_raw_cells(tmp_path):
    path = tmp_path / "feed"
    path.write_text("Tarif 2026\n\n" + CSV)
    shown = preview(path, recognise(path), rows=1)
    assert shown.frame.height == 1
    assert shown.raw_grid[0] == ["Tarif 2026"]
    assert shown.raw_grid[2] == ["sku", "name", "price"]


def test_a_recognition_survives_storage(tmp_path):
    path = tmp_path / "feed"
    path.write_text("sku;name;price\x00\nA;Pen;1,20\n")
    recognition = recognise(path, overrides=Overrides(decimal=","))
    assert Recognition.from_json(recognition.to_json()) == recognition
    assert set(recognition.reasons) == {"format", "encoding", "delimiter", "header_row", "decimal"}


@pytest.mark.parametrize(
    ("block", "end"),
    [(b"a\nb\nc", 4), (b'a;"x\ny', 0), (b'a\n"x\ny', 2), (b'a\n"x\ny"\nz', 8), (b"abc", 0)],
)
def test_blocks_end_outside_quotes(block, end):
    assert last_record_end(block, b'"') == end
