"""Chunk files for other hosts: through a bucket when there is one."""

import io
import uuid

import polars as pl
import pytest
from django.test import override_settings

from imports.feeds import shelves
from imports.feeds.folder import Builder, folder_of, forget_copies, open_shelf, remove_folder

FRAME = pl.DataFrame({"row": [1, 2]}, schema={"row": pl.UInt32})


class Bucket:
    """Like S3: keys without paths and folders, saving replaces, a listing of nothing is empty."""

    def __init__(self):
        self.objects = {}

    def path(self, name):
        raise NotImplementedError

    def save(self, name, content):
        self.objects[name] = content.read()
        return name

    def open(self, name, mode):
        return io.BytesIO(self.objects[name])

    def exists(self, name):
        return name in self.objects

    def delete(self, name):
        del self.objects[name]

    def listdir(self, prefix):
        below = [name.removeprefix(f"{prefix}/") for name in self.objects if name.startswith(f"{prefix}/")]
        folders = {name.partition("/")[0] for name in below if "/" in name}
        return sorted(folders), sorted(name for name in below if "/" not in name)


@pytest.fixture
def bucket(monkeypatch):
    bucket = Bucket()
    monkeypatch.setattr(shelves, "default_storage", bucket)
    return bucket


@pytest.fixture
def hosts(tmp_path, bucket):
    """Two hosts: what is inside the block `with hosts("b")` sees only that host's folder and the bucket."""
    return lambda name: override_settings(WORK_DIR=tmp_path / name)


def test_another_host_finds_the_chunks_and_their_frames(hosts):
    run_id = uuid.uuid4()
    with hosts("a"):
        builder = Builder(folder_of(run_id) / "rows")
        builder.add(rows=2, frames={"rows": FRAME, "nothing": FRAME.clear()})
        assert open_shelf(folder_of(run_id) / "rows") is None
        builder.finish()
    with hosts("b"):
        shelf = open_shelf(folder_of(run_id) / "rows")
        assert shelf.frame(1, "rows", {}).equals(FRAME)
        assert shelf.frame(1, "nothing", FRAME.schema).height == 0
        forget_copies(run_id)
        assert not folder_of(run_id).exists()
        assert open_shelf(folder_of(run_id) / "rows").rows == 2


def test_the_end_of_a_run_empties_the_bucket(hosts, bucket):
    run_id = uuid.uuid4()
    with hosts("a"):
        builder = Builder(folder_of(run_id) / "rows")
        builder.add(rows=2, frames={"rows": FRAME})
        builder.finish()
        assert bucket.listdir(f"work/{run_id}")[1] == ["rows.json"]
        remove_folder(run_id)
    with hosts("b"):
        assert open_shelf(folder_of(run_id) / "rows") is None


def burst(path):
    with shelves.written(path) as half:
        half.write_text("half")
        raise ZeroDivisionError


def test_half_a_file_is_never_seen(hosts):
    with hosts("a"):
        path = folder_of(uuid.uuid4()) / "file"
        with pytest.raises(ZeroDivisionError):
            burst(path)
        assert list(path.parent.iterdir()) == []
        assert not shelves.brought(path)
