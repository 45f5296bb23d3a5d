"""The images of exported products in one ZIP: fetched politely by the guarded client, within limits."""

import time
import zipfile
from collections import defaultdict
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import polars as pl
from django.conf import settings

from catalog.selectors.flat import flat_products
from core import http
from core.errors import ProductsManagerError
from core.files import store
from core.jobs import report_progress
from imports.exports import engine
from imports.models import Export

MOST_IMAGES, MOST_EACH = 5_000, 10
MOST_BYTES, MOST_BYTES_EACH = 2 * 1024**3, 20 * 1024**2
SECONDS_EACH, WAIT = 30, 10
# Between two requests to the same server.
PAUSE_SECONDS = 0.05
# A server that fails so often in a row is left alone.
MOST_FAILURES = 20
MOST_NOTED = 50
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def gather_images(export: Export) -> None:
    """Fetch the images into a ZIP and keep it beside the file; those that cannot be had are noted."""
    gathered = _Gathered()
    with engine.temporary_file() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive, http.client(timeout=WAIT) as session:
            gathered.session = session
            for number, (folder, address) in enumerate(_addresses(export), start=1):
                if gathered.is_full:
                    break
                gathered.take(archive, folder, address)
                if number % 20 == 0:
                    report_progress(export)
        target.seek(0)
        stored = store(engine.FILES, f"{export.file_name}.images.zip", target)
    notes = {**export.notes, "images": gathered.count, "images_missing": gathered.missing}
    if gathered.failed:
        notes["images_failed"] = gathered.failed
    report_progress(export, images_key=stored.key, images_size=stored.size, notes=notes)


def _addresses(export: Export) -> list[tuple[str, str]]:
    """Folder and address of each image, at most MOST_IMAGES."""
    found: list[tuple[str, str]] = []
    for frame in engine.parts_of(export, engine.ROWS):
        ids = frame["id"].unique(maintain_order=True).to_list()
        flat = flat_products(ids, tenant_id=export.tenant_id, columns=["reference", "image_urls"])
        for row in flat.filter(pl.col("image_urls").is_not_null()).iter_rows(named=True):
            found += [(row["reference"], address) for address in row["image_urls"].split("\n")[:MOST_EACH]]
        if len(found) >= MOST_IMAGES:
            break
    return found[:MOST_IMAGES]


class _Gathered:
    """What is in the ZIP so far."""

    def __init__(self) -> None:
        self.count = self.missing = self.size = 0
        self.session: Any = None
        self.failed: list[dict[str, Any]] = []
        self._names: set[str] = set()
        self._failures: dict[str, int] = defaultdict(int)
        self._last: dict[str, float] = {}

    @property
    def is_full(self) -> bool:
        """Whether the ZIP has its greatest size."""
        return self.size >= MOST_BYTES

    def take(self, archive: zipfile.ZipFile, folder: str, address: str) -> None:
        """Fetch one image and add it; a failure is noted."""
        host = urlsplit(address).hostname or ""
        if self._failures[host] >= MOST_FAILURES:
            self.missing += 1
            return
        self._wait_for(host)
        with engine.temporary_file() as content:
            try:
                self._fetch(address, content)
            except ProductsManagerError as error:
                self._fail(host, address, str(error))
                return
            self._failures[host] = 0
            content.seek(0)
            self._add(archive, self._name(folder, address), content)

    def _fetch(self, address: str, content: Any) -> None:
        request = self.session.build_request("GET", http.parsed(address))
        with http.Deadline(SECONDS_EACH, wait=WAIT) as deadline:
            http.download(self.session, request, content, limit=MOST_BYTES_EACH, deadline=deadline)

    def _add(self, archive: zipfile.ZipFile, name: str, content: Any) -> None:
        with archive.open(name, "w", force_zip64=True) as member:
            while block := content.read(256 * 1024):
                member.write(block)
                self.size += len(block)
        self.count += 1

    def _name(self, folder: str, address: str) -> str:
        last = PurePosixPath(urlsplit(address).path).name
        ending = PurePosixPath(last).suffix.lower()
        stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in f"{folder}")[:80] or "product"
        ending = ending if ending in ENDINGS else ".jpg"
        number = 1
        while (name := f"{stem}/{stem}_{number}{ending}") in self._names:
            number += 1
        self._names.add(name)
        return name

    def _fail(self, host: str, address: str, reason: str) -> None:
        self._failures[host] += 1
        self.missing += 1
        if len(self.failed) < MOST_NOTED:
            self.failed.append({"address": address[:500], "reason": reason})

    def _wait_for(self, host: str) -> None:
        pause = getattr(settings, "EXPORT_IMAGE_PAUSE_SECONDS", PAUSE_SECONDS)
        waited = time.monotonic() - self._last.get(host, -pause)
        if waited < pause:
            time.sleep(pause - waited)
        self._last[host] = time.monotonic()
