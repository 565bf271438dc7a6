"""The files themselves: valid, opened by other tools, read and written bit by bit."""

import gc
import io
import weakref

import pytest
from translate.storage import pypo, xliff, xliff2

from ethicaltrade.exchange import bundles as bundles_module
from ethicaltrade.exchange import importing, po, received
from ethicaltrade.exchange.bundles import Bundle, Unit
from ethicaltrade.exchange.markup import Tag, pieces
from ethicaltrade.exchange.received import (
    MOST_ELEMENTS,
    MOST_UNITS,
    UnreadableError,
)
from ethicaltrade.exchange.xliff import XLIFF_2, write

from .files import check_valid

HASH = "0123456789abcdef"
HTML = 'Se <a linktype="page" id="3">siden</a>,<br/><b>R&amp;D</b> &lt;1&gt; &amp;lt;'
KINDS = ("2.1", "1.2", "po")


def unit(key="body.t1:p1", **fields):
    found, codes = pieces(HTML)
    return Unit(key, found, codes=codes, source_hash=HASH, notes=("Tekst",), **fields)


def bundle(number=1, units=None):
    units = units or [
        Unit("title", ["Nye\x0b «krav»"], ["New “demands”"], {}, 80, HASH, HASH),
        unit(target=pieces(HTML)[0]),
        unit("lead", earlier=(None, ["Once"])),
        unit("body.t2:rows.1.2", earlier=(["Før"], ["Before"])),
    ]
    name = f"articles.articlepage/{number}"
    return Bundle(name, "nb", "en", "Nye <krav> & annet", units)


def written(kind, bundles):
    if kind == "po":
        return b"".join(po.write(bundles, "nb", "en"))
    return b"".join(write(bundles, "nb", "en", kind))


def test_xliff_is_valid():
    """As far as there is one of each kind of element; see the round trip for all."""
    file = written("2.1", [bundle(), bundle(2)])
    assert b"<mtc:match" in file
    check_valid(file)
    check_valid(written("1.2", [bundle(), bundle(2)]))


def test_earlier_words_of_an_unknown_source_are_no_match():
    """Else a tool puts them in by itself, as if they were of this source."""
    said = {"2.1": 'similarity="0.0"', "1.2": 'match-quality="0"'}
    for kind, quality in said.items():
        for then, count in ((None, 1), (["Før"], 0)):
            one = unit("lead", earlier=(then, ["Once"]))
            file = written(kind, [bundle(units=[one])])
            check_valid(file)
            assert file.decode().count(quality) == count


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_again(kind):
    for found, one in zip(
        importing.read(io.BytesIO(written(kind, [bundle(), bundle(2)]))),
        (bundle(), bundle(2)),
        strict=True,
    ):
        assert (found.original, found.source, found.target) == (
            one.original,
            "nb",
            "en",
        )
        for again, first in zip(found.units, one.units, strict=True):
            assert (again.id, again.segment, again.place) == (
                first.id,
                first.segment,
                first.place,
            )
            assert again.source_hash == HASH
            assert again.target_hash == first.target_hash
            if first.id != "title":
                assert again.source == first.source
            if first.target:
                assert again.target == first.target


@pytest.mark.parametrize(
    ("kind", "store"),
    [("2.1", xliff2.Xliff2File), ("1.2", xliff.xlifffile), ("po", pypo.pofile)],
)
def test_translate_toolkit_opens_it(kind, store, tmp_path):
    ending = "po" if kind == "po" else "xlf"
    path = tmp_path / f"file.{ending}"
    path.write_bytes(written(kind, [bundle()]))
    opened = store.parsefile(str(path))
    units = [one for one in opened.units if not one.isheader()]
    assert len(units) == 4
    units[0].target = "Something else"
    first = next(importing.read(io.BytesIO(bytes(opened))))
    assert first.units[0].target == ["Something else"]
    assert first.units[1].target == pieces(HTML)[0]


def test_tools_split_a_unit_and_write_tags_their_way():
    """A unit in two segments, in another order; opening and closing tags apart."""
    text = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"
    srcLang="nb" trgLang="en"><file id="f1" original="x/1"><unit id="lead">
    <segment><source>A. </source><target order="3">Two.</target></segment>
    <ignorable><source> </source></ignorable>
    <segment><source>B.</source><target order="1"><sc id="1"/>One<ec startRef="1"/>
    <mrk id="m1" type="comment">!</mrk></target></segment></unit></file></xliff>"""
    (found,) = received.read(io.BytesIO(text.encode()))
    target = found.units[0].target
    assert target[:3] == [Tag("open", 1), "One", Tag("close", 1)]
    assert target[3].split() == ["!", "Two."]


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)).replace(
    "&l0;", "lol"
)
HOSTILE = {
    "laughs": f"<!DOCTYPE x [{BOMB}]><xliff><a>&l9;</a></xliff>",
    "laughs in an attribute": f'<!DOCTYPE x [{BOMB}]><xliff a="&l9;"/>',
    "a file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    "a document type elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><xliff/>',
    "parameters": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><x/>',
    "too deep": "<a>" * 5000,
    "another kind": "<html/>",
    "broken off": '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file>',
    "nothing of the kind": "PK\x03\x04",
    "a path": "/etc/passwd",
    "no text": "\x00\xff",
    "no head": 'msgid "' + "a" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused(text):
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(UnreadableError):
            assert not list(importing.read(io.BytesIO(text.encode(encoding))))


def of_one_page(inside):
    return (
        f'<xliff xmlns="{XLIFF_2}" version="2.1"><file>{inside * MOST_ELEMENTS}</file>'
        "</xliff>"
    )


ENTRY = 'msgctxt "x/1|a"\nmsgid "a"\nmsgstr "b"\n\n'
HEAD = 'msgid ""\nmsgstr "Language: en\\n"\n\n'
ENDLESS = {
    "elements": lambda: of_one_page("<a/>"),
    "units": lambda: of_one_page("<unit/>"),
    "elements beside pages": lambda: f"<xliff xmlns='{XLIFF_2}'>" + "<a/>" * 300_000,
    "entries": lambda: HEAD + ENTRY * (MOST_UNITS + 1),
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_more_than_a_page_can_have_is_not_kept(text):
    """A few bytes each in the file, and hundreds in memory."""
    with pytest.raises(UnreadableError, match="mer av én side"):
        next(importing.read(io.BytesIO(text().encode())))


class Counted(io.BytesIO):
    """Knows how far it has been read."""

    furthest = 0

    def read(self, *args):
        chunk = super().read(*args)
        self.furthest = max(self.furthest, self.tell())
        return chunk

    def __next__(self):
        line = super().__next__()
        self.furthest = max(self.furthest, self.tell())
        return line


@pytest.mark.parametrize("kind", KINDS)
def test_thousand_pages_are_written_and_read_one_at_a_time(kind, monkeypatch):
    alive = weakref.WeakSet()
    most = made = 0

    class CountedBundle(Bundle):
        def __init__(self, *args):
            nonlocal most, made
            super().__init__(*args)
            made += 1
            alive.add(self)
            most = max(most, len(alive))

        __hash__ = object.__hash__

    def many():
        for number in range(1000):
            yield CountedBundle(*vars(bundle(number)).values())

    data = b""
    chunks = (
        po.write(many(), "nb", "en")
        if kind == "po"
        else write(many(), "nb", "en", kind)
    )
    for number, chunk in enumerate(chunks):
        assert made <= number + 1
        data += chunk
    assert (made, most <= 3) == (1000, True)

    most = made = 0
    gc.collect()
    for module in (received, po, bundles_module):
        monkeypatch.setattr(module, "Bundle", CountedBundle)
    file = Counted(data)
    for number, _one in enumerate(importing.read(file), 1):
        assert file.furthest <= number / 1000 * len(data) + 100_000
    assert (made, most <= 3) == (1000, True)
