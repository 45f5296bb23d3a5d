"""Rows that are kept hold no text of the rows that are not."""

import uuid

import polars as pl
import pytest
from django.test import override_settings

from imports.feeds.braking import SAMPLE_ROWS, sample_of
from imports.feeds.detached import detached
from imports.feeds.folder import Builder, folder_of

ROWS = 20_000
CHUNK = pl.DataFrame({"row": range(ROWS), "key": [f"a key of more than twelve bytes, {n}" for n in range(ROWS)]})


def bytes_held(frame):
    return frame.to_arrow(compat_level=pl.CompatLevel.newest()).get_total_buffer_size()


@pytest.fixture
def checked(tmp_path):
    with override_settings(WORK_DIR=tmp_path):
        builder = Builder(folder_of(uuid.uuid4()) / "checked")
        for _chunk in range(2):
            builder.add(rows=ROWS, frames={"valid": CHUNK.with_columns(pl.col("row").cast(pl.UInt32))})
        yield builder.finish()


def test_the_rows_stay_the_same():
    few = CHUNK.with_columns(pl.when(pl.col("row") > 500).then("key").alias("late")).gather_every(100)
    assert detached(few).equals(few)
    assert detached(few.clear()).schema == few.schema


def test_the_text_of_the_other_rows_is_let_go():
    few = CHUNK.gather_every(100)
    assert bytes_held(few) > bytes_held(CHUNK) / 2
    assert bytes_held(detached(few)) < bytes_held(CHUNK) / 50


def test_the_sample_of_the_brake_does_not_hold_the_file(checked):
    sample = sample_of(checked)
    assert sample.height == SAMPLE_ROWS
    assert bytes_held(sample) < bytes_held(CHUNK) / 5
