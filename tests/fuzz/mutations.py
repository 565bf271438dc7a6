"""What nobody sends who uses a browser as it is meant."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from .targets import Fields, Target

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
HEADERS = {
    "accept": ("application/json", "*/*;q=x", "text/html;" * 500, "image/avif"),
    "accept-encoding": ("br;q=0", "gzip;q=x", "identity;q=0,*;q=0"),
    "accept-language": ("nb-NO,en;q=x", "\x01", "zz" * 500),
    "cookie": ("sessionid=%00", "csrftoken=<>; a", "=;=;=", "sessionid=" + "x" * 4000),
    "if-match": ('"x"', "*", "W/"),
    "if-modified-since": ("yesterday", "Sat, 99 Foo 9999 99:99:99 GMT"),
    "if-none-match": ('"', "*", 'W/"x", y'),
    "origin": ("null", "http://[", "https://example.org"),
    "range": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-1,3-4", "lines=1", "bytes"),
    "referer": ("::::", "http://[::", "/" * 5000),
    "x-forwarded-for": ("x" * 5000, "1.2.3.4,,", "::ffff:1.2.3.4"),
    "x-request-id": ("\x01", "x" * 5000),
    "x-requested-with": ("XMLHttpRequest",),
    "transfer-encoding": ("chunked",),
    "content-type": (
        *("multipart/form-data", "multipart/form-data; boundary=", "text/plain"),
        *("application/json", "application/x-www-form-urlencoded; charset=utf-99"),
        "multipart/form-data; boundary=" + "x" * 300,
    ),
}
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")
MOST_CHANGES = 4

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
        request["fields"] = draw(changed(target.fields))
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
def changed(draw: Any, fields: Fields) -> dict[str, list[Any]]:
    """The form with up to four fields that a browser would not send so."""
    names = sorted(fields)
    sent: dict[str, list[Any]] = {name: [*given] for name, given in fields.items()}
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        name = draw(st.sampled_from(names))
        match draw(st.sampled_from(["set", "set", "drop", "twice", "file", "add"])):
            case "set":
                sent[name] = [draw(values)]
            case "drop":
                sent.pop(name, None)
            case "twice":
                sent[name] = [*sent.get(name, []), draw(values)]
            case "file":
                sent[name] = [SimpleUploadedFile("x.svg\x00.pdf", b"%PDF-\x00" * 20)]
            case "add":
                sent[name + draw(st.sampled_from(SPECIAL))] = [draw(values)]
    return sent


def body_of(fields: dict[str, list[Any]]) -> bytes:
    """The fields under a type that says something else."""
    text = {name: [str(value) for value in given] for name, given in fields.items()}
    return json.dumps(text).encode()
