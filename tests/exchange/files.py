"""A translator's tool: opens a file, fills it in, saves it."""

import io
import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import polib
from lxml import etree

from ethicaltrade.exchange import chosen, importing, views
from ethicaltrade.exchange.xliff import XLIFF_1, XLIFF_2

KINDS = ("xliff-2.1", "xliff-1.2", "po")
UNITS = f"{{{XLIFF_2}}}unit", f"{{{XLIFF_1}}}trans-unit"


def exported(kind="xliff-2.1", *pages, **options):
    """Of the pages, or of all of them."""
    found = chosen.pages(options.get("user"))
    if pages:
        found = found.filter(pk__in=[page.pk for page in pages])
    options.setdefault("only_wanted", False)
    wanted = chosen.Wanted("nb", "en", found, **options)
    bundles = filter(None, wanted.bundles())
    return b"".join(views.written(bundles, wanted, kind))


def bring(data, user=None, **options):
    """The lines of the report."""
    return [
        line
        for bundle in bundles(data)  # all of it, before anything is taken
        for line in importing.take(bundle, user, **options)
    ]


def outcomes(lines):
    return {str(line.outcome) for line in lines}


def bundles(data):
    return list(importing.read(io.BytesIO(data)))


def in_english(text):
    """Made up, and never the same as the source."""
    return text.swapcase() if text.swapcase() != text else f"{text}~"


def filled(data, translate=in_english, wanted=lambda key: True):
    """The file with a translation of every text whose unit's id is wanted."""
    if not data.lstrip().startswith(b"<"):
        return _filled_po(data, translate, wanted)
    tree = etree.fromstring(data)
    for unit in tree.iter(*UNITS):
        if wanted(unit.get("id")):
            fill(unit, translate)
    return etree.tostring(tree, encoding="utf-8", xml_declaration=True)


def fill(unit, translate):
    namespace = etree.QName(unit).namespace
    source = next(one for one in unit.iter(f"{{{namespace}}}source"))
    if namespace == XLIFF_2:
        source = unit.find(f"{{{namespace}}}segment/{{{namespace}}}source")
    for old in source.itersiblings(f"{{{namespace}}}target"):
        old.getparent().remove(old)
    target = deepcopy(source)
    target.tag, target.tail = f"{{{namespace}}}target", None
    for one in target.iter():
        one.text = translate(one.text) if one.text and one.text.strip() else one.text
        if one is not target and one.tail and one.tail.strip():
            one.tail = translate(one.tail)
    source.addnext(target)


def _filled_po(data, translate, wanted):
    file = polib.pofile(data.decode())
    for entry in file:
        if wanted(entry.msgctxt.partition("|")[2]):
            parts = polib_parts(entry.msgid)
            entry.msgstr = "".join(
                one if one.startswith("<") or not one.strip() else translate(one)
                for one in parts
            )
            entry.flags = []
    return str(file).encode()


def polib_parts(text):
    return [one for one in re.split(r"(</?\d+/?>)", text) if one]


SCHEMAS = Path(__file__).parent / "schemas"


class Local(etree.Resolver):
    """The schemas lead to each other at their publishers'."""

    def resolve(self, url, key, context):
        name = url.rpartition("/")[2]
        found = next(SCHEMAS.rglob(name))
        return self.resolve_filename(str(found), context)


@cache
def schema(name):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(next(SCHEMAS.rglob(name)), parser))


def check_valid(data):
    """By the schemas of OASIS, each module by its own."""
    file = etree.fromstring(data)
    if file.get("version") == "1.2":
        schema("xliff-core-1.2-strict.xsd").assertValid(file)
        return
    schema("xliff_core_2.0.xsd").assertValid(file)
    for name in ("matches", "metadata"):
        module = schema(f"{name}.xsd")
        for one in file.iter(f"{{urn:oasis:names:tc:xliff:{name}:2.0}}{name}"):
            module.assertValid(deepcopy(one).getroottree())
