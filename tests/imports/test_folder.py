"""Chunk files of a run: visible only when complete."""

import os
import time
import uuid

import polars as pl
import pytest
from django.test import override_settings

from imports.feeds.folder import Builder, folder_of, open_shelf, remove_folder, sweep_folders

FRAME = pl.DataFrame({"row": [1, 2]}, schema={"row": pl.UInt32})


@pytest.fixture(autouse=True)
def work_dir(tmp_path):
    with override_settings(WORK_DIR=tmp_path):
        yield tmp_path


def test_a_shelf_is_seen_only_when_it_is_finished():
    place = folder_of(uuid.uuid4()) / "rows"
    builder = Builder(place)
    builder.add(rows=2, frames={"rows": FRAME})
    assert open_shelf(place) is None
    assert builder.finish().rows == 2
    assert open_shelf(place).frame(1, "rows", {}).equals(FRAME)


def test_frames_without_rows_are_empty_frames_of_the_schema():
    builder = Builder(folder_of(uuid.uuid4()) / "rows")
    builder.add(rows=0, frames={"rows": FRAME.clear()})
    assert builder.finish().frame(1, "rows", {"row": pl.UInt32}).height == 0


def test_of_two_builders_the_first_to_finish_wins(work_dir):
    place = folder_of(uuid.uuid4()) / "rows"
    first, second = Builder(place), Builder(place)
    first.add(rows=2, frames={"rows": FRAME})
    second.add(rows=2, frames={"rows": FRAME})
    assert first.finish() == second.finish()
    assert len([path for path in place.parent.iterdir() if path.is_dir()]) == 1


def test_an_abandoned_build_leaves_nothing(work_dir):
    place = folder_of(uuid.uuid4()) / "rows"
    Builder(place).abandon()
    assert list(place.parent.iterdir()) == []


def test_the_sweep_takes_old_folders_but_those_in_use(work_dir):
    old, used, fresh = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    for run_id in (old, used, fresh):
        folder_of(run_id).mkdir(parents=True)
    long_ago = time.time() - 100_000
    os.utime(folder_of(old), (long_ago, long_ago))
    os.utime(folder_of(used), (long_ago, long_ago))
    assert sweep_folders(keep={str(used)}) == 1
    assert sorted(path.name for path in work_dir.iterdir()) == sorted([str(used), str(fresh)])
    remove_folder(fresh)
    assert not folder_of(fresh).exists()
