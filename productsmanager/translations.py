"""Message catalogues without gettext's programs: `python -m productsmanager.translations compile|extract|check`.

compile   locale/*/LC_MESSAGES/django.po to .mo (done by `make run` and `make test`; the .mo files are not committed)
extract   bring the .po files up to date with the texts of the code and the templates
check     every text has a translation with the same placeholders, set as the language wants it

Two sources have texts: the project, and Unfold, the look of the back office, which brings no translations of its own.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_texts
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
PACKAGES = ("productsmanager", "core", "suppliers", "media", "catalog", "imports", "code2asin", "analytics")
DJANGO = ("django.conf", "django.contrib.admin", "django.contrib.auth")
PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), PLURAL_IN_CONTEXT),
}
# A French text needs a no-break space before : ; ! ? and inside « »; addresses, times and ratios are no sentences.
FRENCH_FLAW = re.compile(r"(?<=[^\s\d:/(\[{.!?…])[;!?](?=\s|$)|(?<=\w):(?=\s|$)| [;:!?»]|« |«\w|\w»|'")
FLAWS = {"fr": FRENCH_FLAW}


def texts_to_translate(code: str) -> Catalog:
    """The catalogue of all texts that need a translation in this language, of the project and of Unfold."""
    catalog = texts_in_use()
    for message in texts_of_unfold(code):
        catalog.add(message.id, locations=message.locations, context=message.context)
    return catalog


def texts_in_use() -> Catalog:
    """The catalogue of all texts of the project's Python modules and templates."""
    modules = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return _texts_of([*modules, *sorted((ROOT / "templates").rglob("*.html"))], root=ROOT)


def texts_of_unfold(code: str) -> Catalog:
    """The catalogue of the texts Unfold adds to the back office: those Django does not bring in this language."""
    folder = _folder("unfold")
    # Its optional apps lie in `contrib`; none is installed here.
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".html")]
    added = _texts_of([path for path in paths if folder / "contrib" not in path.parents], root=folder.parent)
    for message in [message for message in added if message.id and _is_of_django(message, code)]:
        added.delete(message.id, message.context)
    return added


def _is_of_django(message: Message, code: str) -> bool:
    return any(catalog.get(message.id, message.context) for catalog in _catalogues_of_django(code))


@cache
def _catalogues_of_django(code: str) -> list[Catalog]:
    paths = [_folder(name) / "locale" / code / "LC_MESSAGES" / "django.mo" for name in DJANGO]
    return [read_mo(io.BytesIO(path.read_bytes())) for path in paths if path.exists()]


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _texts_of(paths: Iterable[Path], *, root: Path) -> Catalog:
    catalog = Catalog(project="Products Manager", charset="utf-8")
    for path in paths:
        name = path.relative_to(root).as_posix()
        for line, message, _comments, context in extract_texts("python", _source(path), keywords=KEYWORDS):
            catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def _source(path: Path) -> io.BytesIO:
    """The Python of a module, or the calls that stand for a template's tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # What templatize leaves are one-line calls between fillers; without indentation they tokenise as Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return io.BytesIO(text.encode())


def languages() -> dict[str, Path]:
    """Code and .po file of each language."""
    return {path.parents[1].name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def load(path: Path) -> Catalog:
    """The catalogue of a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def compile_catalogues() -> None:
    """Write the .mo file beside each .po file that is newer."""
    for path in languages().values():
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        content = io.BytesIO()
        write_mo(content, load(path))
        partial = compiled.with_suffix(".mo.part")
        partial.write_bytes(content.getvalue())
        partial.replace(compiled)


def extract() -> None:
    """Add new texts to the .po files, without a translation, and drop those no longer used."""
    for code, path in languages().items():
        catalog = load(path)
        catalog.update(texts_to_translate(code), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalog, width=120, sort_output=True, include_lineno=False, omit_header=False)


def problems() -> list[str]:
    """What is missing or wrong in the catalogues, one sentence each."""
    return [
        f"{code}: {text}"
        for code, path in languages().items()
        for catalog in [load(path)]
        for message in texts_to_translate(code)
        if message.id
        for text in _flaws(message, catalog, code)
    ]


def _flaws(message: Message, catalog: Catalog, code: str) -> Iterator[str]:
    translated = catalog.get(message.id, message.context)
    place = ", ".join(f"{name}:{line}" for name, line in message.locations[:2])
    texts = _texts(translated)
    if translated is None or translated.fuzzy or not all(texts):
        yield f"no translation of {message.id!r} ({place})"
        return
    yield from (f"{error} in {message.id!r} ({place})" for error in translated.check(catalog))
    if _holes(texts[-1]) != _holes(_longest(message)):
        yield f"placeholders differ in {texts[-1]!r} ({place})"
    flaw = FLAWS.get(code)
    yield from (f"typography of {text!r} ({place})" for text in texts if flaw and flaw.search(text))


def _texts(message: Message | None) -> tuple[str, ...]:
    string = message.string if message else None
    return (string,) if isinstance(string, str) else tuple(string or ())


def _longest(message: Message) -> str:
    """The plural of a text with numbers, else the text itself."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def _holes(text: str) -> set[str]:
    """Names of the placeholders `%(name)s` and `{name}`."""
    return set(re.findall(r"%\((\w+)\)", text)) | set(re.findall(r"(?<!\{)\{(\w+)\}", text))


def main(arguments: list[str]) -> int:
    """Run one of the three commands; the exit status of `check` is 1 when something is wrong."""
    command = arguments[0] if len(arguments) == 1 else ""
    if command == "check":
        found = problems()
        sys.stdout.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    acts = {"compile": compile_catalogues, "extract": extract}
    if command not in acts:
        sys.stderr.write("Say compile, extract or check.\n")
        return 2
    acts[command]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
