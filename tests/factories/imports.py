"""Supplier files of any size, and runs made from them through the real services."""

import io
from pathlib import Path
from uuid import UUID

import polars as pl

from imports.models import ImportRun
from imports.services import Upload, claim, execute_run, save_mapping, upload_file
from suppliers.services import ensure_source, ensure_supplier

BRANDS = ("Bosch", "Makita", "Dremel", "Wera", "Knipex", "Facom", "Stanley", "Festool", "Metabo", "Hilti")
CATEGORIES = ("Outillage > Perceuses", "Outillage > Scies", "Jardin > Tondeuses", "Jardin > Taille-haies")
COLOURS = ("rouge", "bleu", "vert", "noir", "jaune")


def feed_frame(rows: int, *, first: int = 0, changed_every: int = 0) -> pl.DataFrame:
    """A feed of 20 columns with valid EANs; with `changed_every` each n-th row has another price and stock."""
    number = pl.int_range(first, first + rows, dtype=pl.Int64, eager=True).alias("n")
    n = pl.col("n")
    touched = (n % changed_every == 0).cast(pl.Int64) if changed_every else pl.lit(0)
    stem = pl.lit("300") + (n + 100_000).cast(pl.String).str.zfill(9)
    price = (n % 900 + 10 + touched).cast(pl.String) + "," + (n % 90 + 10).cast(pl.String)
    return (
        number.to_frame()
        .with_columns(stem=stem)
        .select(
            (pl.lit("REF-") + n.cast(pl.String).str.zfill(7)).alias("Référence"),
            (pl.col("stem") + _check_digit("stem")).alias("EAN"),
            (pl.lit("Perceuse visseuse sans fil modèle ") + n.cast(pl.String)).alias("Désignation"),
            _one_of(BRANDS).alias("Marque"),
            (pl.lit("MPN") + (n * 7).cast(pl.String)).alias("Référence fabricant"),
            price.alias("Prix de vente"),
            ((n % 900 + 30).cast(pl.String) + ",00").alias("Prix conseillé"),
            ((n % 900 * 6 // 10 + 1).cast(pl.String) + ",50").alias("Prix d'achat"),
            pl.lit("EUR").alias("Devise"),
            (n % 250 + touched).cast(pl.String).alias("Stock"),
            _one_of(CATEGORIES).alias("Catégorie"),
            (pl.lit("https://cdn.example.com/images/") + n.cast(pl.String) + ".jpg").alias("Image"),
            (pl.lit("Une description assez longue pour ressembler à une vraie, numéro ") + n.cast(pl.String)).alias(
                "Description"
            ),
            ((n % 20 + 1).cast(pl.String) + ",5").alias("Poids (kg)"),
            (pl.lit("https://www.example.com/produit/") + n.cast(pl.String)).alias("URL"),
            pl.lit("20").alias("TVA"),
            _one_of(COLOURS).alias("Couleur"),
            pl.lit("acier").alias("Matière"),
            pl.lit("FR").alias("Pays d'origine"),
            pl.lit("24 mois").alias("Garantie"),
        )
    )


def _one_of(values: tuple[str, ...]) -> pl.Expr:
    choice = pl.lit(list(values), dtype=pl.List(pl.String))
    return choice.list.get(pl.col("n") % len(values))


def _check_digit(stem: str) -> pl.Expr:
    digits = [pl.col(stem).str.slice(place, 1).cast(pl.Int64) * (3 if place % 2 else 1) for place in range(12)]
    return ((10 - pl.sum_horizontal(digits) % 10) % 10).cast(pl.String)


def feed_csv(rows: int, **options: int) -> bytes:
    """The feed as a semicolon CSV with BOM, as a French supplier would send it."""
    buffer = io.BytesIO()
    feed_frame(rows, **options).write_csv(buffer, separator=";", include_bom=True)
    return buffer.getvalue()


def write_feed(path: Path, rows: int, *, changed_every: int = 0, step: int = 200_000) -> Path:
    """A big feed written piece by piece; `.jsonl` gives JSON Lines, anything else CSV."""
    with path.open("wb") as target:
        for first in range(0, rows, step):
            frame = feed_frame(min(step, rows - first), first=first, changed_every=changed_every)
            if path.suffix == ".jsonl":
                frame.write_ndjson(target)
            else:
                frame.write_csv(target, separator=";", include_header=first == 0)
    return path


def uploaded(
    content: bytes,
    *,
    tenant_id: UUID,
    supplier: str = "ACME",
    source: str = "",
    name: str = "feed.csv",
    by=None,
    **more,
) -> ImportRun:
    """A run of this file, recognised, its mapping proposed or remembered."""
    supplier_id = ensure_supplier(tenant_id=tenant_id, code=supplier)
    source_id = ensure_source(supplier_id=supplier_id, name=source)
    upload = Upload(supplier_id=supplier_id, source_id=source_id, name=name, content=io.BytesIO(content), **more)
    return upload_file(upload, tenant_id=tenant_id, by=by)


def confirmed(run: ImportRun) -> ImportRun:
    """The run with its proposed mapping confirmed."""
    return run if run.stage == ImportRun.Stage.READY else save_mapping(run, mapping=run.mapping, by=None)


def imported(content: bytes, *, tenant_id: UUID, **options) -> ImportRun:
    """The file imported in this process, with the proposed mapping."""
    run = confirmed(uploaded(content, tenant_id=tenant_id, **options))
    claim(run)
    execute_run(run.pk)
    run.refresh_from_db()
    return run
