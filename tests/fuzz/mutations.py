"""What nobody sends who uses a browser as it is meant."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from tests.media.office import sound
from tests.media.test_uploads import bomb, drawn

from .targets import Target

JUNK = (
    *("", " ", "x", "-1", "0", "1", "9" * 30, "9" * 5000, "1e999", "NaN", "Infinity"),
    *("\x00", "a\x00b", "\ud800".encode("utf-8", "replace").decode(), "\u202e\u200b"),
    *("'; DROP TABLE x;--", "%s%d{}%(x)s", "<script>alert(1)</script>", "../" * 20),
    *("true", "null", "[]", "{}", '[{"type": 1}]', '{"a":' * 200, "[" * 2000),
    *("2026-02-30", "0000-00-00", "99999-01-01", "25:61", "2026-11-28T10:00:00Z"),
    *("nb", "en", "xx", "nb en", "//example.org/", "javascript:alert(1)", "http://["),
    *("ø" * 300, "\U0001f469\u200d\U0001f467" * 50, "a" * 100_000, "a@b", "a@" * 200),
    "\r\nSet-Cookie: a=b",
)
DATES = ("yesterday", "Sat, 99 Foo 9999 99:99:99 GMT", "Sat, 01 Jan 0000 00:00:00 GMT")
HEADERS = {
    "accept": (
        "application/json",
        "*/*;q=x",
        "text/html;" * 500,
        "image/avif",
        "a/b/c",
    ),
    "accept-encoding": ("br;q=0", "gzip;q=x", "identity;q=0,*;q=0", "gzip," * 2000),
    "accept-language": ("nb-NO,en;q=x", "\x01", "zz" * 500, "en;q=1," * 2000),
    "authorization": ("Basic", "Basic !", "Bearer " + "x" * 5000, "Digest a=b"),
    "content-encoding": ("gzip", "br", "x"),
    "content-length": ("", "-1", "x", "9" * 30),
    "cookie": (
        *("sessionid=%00", "csrftoken=<>; a", "=;=;=", "sessionid=" + "x" * 4000),
        *("csrftoken=" + "ø" * 32, "messages=[]", "a=b; " * 2000, 'sessionid="\\000"'),
    ),
    "forwarded": ("for=x;host=http://[", "for=" * 2000),
    "host": (
        *("", "example.org", "testserver:99999", "testserver:x", "[", "[::1]:80"),
        *("testserver.", "a@testserver", "testserver/../", "x" * 5000, "\xf8.no"),
    ),
    "if-match": ('"x"', "*", "W/", '"a",' * 2000),
    "if-modified-since": DATES,
    "if-none-match": ('"', "*", 'W/"x", y', '"a",' * 2000),
    "if-range": ('"x"', "W/", *DATES),
    "if-unmodified-since": DATES,
    "origin": ("null", "http://[", "https://example.org", "http://testserver"),
    "range": (
        *("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-1,3-4", "lines=1", "bytes"),
        *("bytes=" + "0-1," * 2000, "bytes=0-" + "9" * 30, "bytes=-" + "9" * 5000),
    ),
    "referer": ("::::", "http://[::", "/" * 5000, "\xff", "http://testserver/\u2028"),
    "sec-fetch-site": ("cross-site", "x"),
    "transfer-encoding": ("chunked",),
    "user-agent": ("", "x" * 5000, "\x01"),
    "x-forwarded-for": ("x" * 5000, "1.2.3.4,,", "::ffff:1.2.3.4", "fe80::1%eth0"),
    "x-forwarded-host": ("http://[", "example.org", "x" * 5000),
    "x-forwarded-port": ("x", "99999"),
    "x-forwarded-proto": ("https", "x", "https,http"),
    "x-http-method-override": ("DELETE", "BREW"),
    "x-request-id": ("\x01", "x" * 5000),
    "x-requested-with": ("XMLHttpRequest",),
    "content-type": (
        *("multipart/form-data", "multipart/form-data; boundary=", "text/plain"),
        *("application/json", "application/x-www-form-urlencoded; charset=utf-99"),
        *("multipart/form-data; boundary=" + "x" * 300, "multipart/x; charset=", ";"),
    ),
}
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")
MOST_CHANGES = 4
KINDS_OF_CHANGE = (
    "set",
    "set",
    "set",
    "drop",
    "drop",
    "drop all",
    "twice",
    "file",
    "add",
)

values = st.sampled_from(JUNK) | st.text(max_size=40)


@st.composite
def requests(draw: Any, targets: list[Target], keys: list[str]) -> dict[str, Any]:
    """What ``Client.generic`` or ``Client.post`` takes, a little or wholly wrong."""
    target = draw(st.sampled_from(targets))
    one = st.sampled_from(keys) | values
    needs = {name: draw(one) for name in target.needs}
    request: dict[str, Any] = {"path": target.address % needs}
    request["query"] = draw(
        st.lists(st.tuples(values | st.sampled_from(NAMES), values), max_size=3)
    )
    request["headers"] = {
        name: draw(st.sampled_from(HEADERS[name]))
        for name in draw(st.sets(st.sampled_from(sorted(HEADERS)), max_size=2))
    }
    if target.fields:
        request["method"] = "POST"
        request["fields"] = draw(changed(target))
    else:
        request["method"] = draw(st.sampled_from(METHODS))
        request["fields"] = draw(st.dictionaries(values, st.lists(values), max_size=3))
    return request


NAMES = (
    *("page", "p", "q", "topic", "year", "next", "type", "audience", "place", "when"),
    *("export", "order", "ordering", "id", "language", "file", "mode", "locale"),
)
SPECIAL = (
    *("-TOTAL_FORMS", "-INITIAL_FORMS", "-count", "-0-order", "-0-id", "-0-type"),
    *("-0-deleted", "-0-value", "-0-ORDER", "-0-DELETE"),
)


@st.composite
def changed(draw: Any, target: Target) -> dict[str, list[Any]]:
    """The form with up to four fields that a browser would not send so."""
    names = sorted(target.fields)
    sent: dict[str, list[Any]] = {
        name: [*given] for name, given in target.fields.items()
    }
    sent |= {name: [uploaded(draw)] for name in target.files}
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        name = draw(st.sampled_from(names))
        match draw(st.sampled_from(KINDS_OF_CHANGE)):
            case "set":
                sent[name] = [draw(values)]
            case "drop":
                sent.pop(name, None)
            case "drop all":
                sent.clear()
            case "twice":
                sent[name] = [*sent.get(name, []), draw(values)]
            case "file":
                sent[name] = [uploaded(draw)]
            case "add":
                sent[name + draw(st.sampled_from(SPECIAL))] = [draw(values)]
    return sent


FILES = {
    "x.svg\x00.pdf": b"%PDF-\x00" * 20,
    "x.pdf": b"%PDF-1.7\n%%EOF",
    "x.png": drawn(),
    "bomb.png": bomb(50_000, 50_000),
    "cut.png": drawn()[:60],
    "x.docx": sound("docx"),
    "cut.docx": sound("docx")[:90],
    "x.csv": "a;b\nø;\x00".encode(),
    "../../x.txt": b"",
    "x" * 300 + ".txt": b"x",
    "x.exe": b"MZ",
}


def uploaded(draw: Any) -> SimpleUploadedFile:
    name = draw(st.sampled_from(sorted(FILES)))
    return SimpleUploadedFile(name, FILES[name])


def body_of(fields: dict[str, list[Any]]) -> bytes:
    """The fields under a type that says something else."""
    text = {name: [str(value) for value in given] for name, given in fields.items()}
    return json.dumps(text).encode()
