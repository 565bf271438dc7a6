"""The static files that pages link, as production serves them."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from ethicaltrade.core.stylesheets import KINDS

pytestmark = pytest.mark.django_db

TEXT = (".css", ".js", ".svg")
PAGES = (  # one of each kind that is open to everyone
    *("/", "/om-oss/", "/nyheter/", "/arrangementer/", "/konto/login/"),
    "/personvern/",
    *("/medlemskap/", "/medlemskap/medlemmer/", "/medlemskap/ressurser/"),
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
    "/arrangementer/medlemsforum-2027/",
)
STATIC = re.compile(r'"(/static/[^"#?]+)')
IN_STYLES = re.compile(r'url\("([^"]+)"\)')
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
YEAR = 365 * 24 * 3600  # seconds
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """What a release collects, without the CMS's, which takes long to pack."""
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": storage}},
    ):
        call_command("collectstatic", "-v0", "--no-input", "-i", "wagtail*")
        yield


def fetch(address: str, packing: str = ""):
    """What is sent to a browser that takes this packing."""
    return Client(headers={"Accept-Encoding": packing} if packing else {}).get(address)


def body_of(response) -> bytes:
    content = b"".join(response)
    packing = response.headers.get("Content-Encoding")
    return UNPACK[packing](content) if packing else content


@pytest.mark.slow
def test_every_static_file_is_packed_beforehand_and_kept_for_years(
    production, demo_site, client
):
    pages = [client.get(address).content.decode() for address in PAGES]
    linked = {name for html in pages for name in STATIC.findall(html)}
    styles = {name for name in linked if name.endswith(".css")}
    kinds = {re.search(r"(\w+)\.bundle\.", name)[1] for name in styles}
    assert kinds == set(KINDS) - {"all", "mypage"}
    for name in styles:
        for url in IN_STYLES.findall(body_of(fetch(name)).decode()):
            linked.add(str(Path("/static/css", url).resolve()))
    fonts = {name for name in linked if name.endswith(".woff2")}
    assert len(fonts) == 4  # what is preloaded is what the style sheet asks for
    for name in linked:
        assert HASHED.search(name), name
        plain = fetch(name)
        assert plain.status_code == 200, name
        whole = body_of(plain)
        for packing in ("br", "gzip"):
            answer = fetch(name, f"deflate, {packing}")
            control = answer.headers["Cache-Control"]
            assert "immutable" in control
            assert "public" in control
            assert int(re.search(r"max-age=(\d+)", control)[1]) >= YEAR
            assert not answer.cookies
            size = int(answer.headers["Content-Length"])
            if name.endswith(TEXT) and len(whole) > 1000:
                assert answer.headers["Content-Encoding"] == packing, name
                assert "Accept-Encoding" in answer.headers["Vary"]
                assert size < 0.6 * len(whole), name
            assert body_of(answer) == whole, name
