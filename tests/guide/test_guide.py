"""The editors' guide: whole in each language, and in the words of the CMS."""

import re
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import override

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import amounts
from ethicaltrade.guide import contents
from ethicaltrade.home.groups import PUBLISHERS
from ethicaltrade.users.models import User
from tests.browser.guide_pictures import SHOTS, STAFF
from tests.support import factories

CODES = [code for code, _name in settings.LANGUAGES]
FILES = sorted(contents.PAGES.glob("*/*.md"))
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
CATALOGUES = [
    path
    for package in (django, wagtail, allauth)
    for path in Path(package.__file__).parent.glob("**/locale/nb/LC_MESSAGES/django.po")
]
OURS = [Path(f"locale/{folder}nb/LC_MESSAGES/django.po") for folder in ("", "wagtail/")]
HIDDEN = re.compile("<span.*?</span>")
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)s|\\\{\w*\\\}")
# The names of pages, and what scripts put together of several words.
OTHER_WORDS = {"nyheter", "news"}


@pytest.fixture
def desk(client, db):
    client.force_login(factories.user("redaktor@example.org", PUBLISHERS))
    return client


@cache
def words_of_the_cms() -> dict[str, set[str]]:
    """Every string of the catalogues, by language: what a button may be called."""
    found: dict[str, set[str]] = {"nb": set(), "en": set()}
    for path in [*CATALOGUES, *OURS]:
        with path.open("rb") as file:
            for message in read_po(file):
                for code, texts in (("en", message.id), ("nb", message.string)):
                    texts = [texts] if isinstance(texts, str) else texts
                    found[code] |= {plain(text) for text in texts}
    return found


def plain(text: str) -> str:
    return HIDDEN.sub("", text).strip(" :…").lower()


@cache
def with_names(code: str) -> re.Pattern[str]:
    """What the catalogue has a place for a name in."""
    texts = (re.escape(text) for text in words_of_the_cms()[code] if "%(" in text)
    patterns = {PLACEHOLDER.sub(".+", text) for text in texts}
    return re.compile("|".join(sorted(patterns - {".+"})))


def is_said(word: str, code: str) -> bool:
    known = words_of_the_cms()[code] | OTHER_WORDS
    return plain(word) in known or bool(with_names(code).fullmatch(plain(word)))


def test_bold_words_are_words_of_the_cms():
    """A button that is called something else now is wrong in the guide."""
    unknown = {
        f"{file.parent.name}/{file.name}: {part}"
        for file in FILES
        for bold in BOLD.findall(" ".join(file.read_text().split()))
        for part in bold.split("→")
        if not is_said(part, file.parent.name)
    }
    assert not unknown


def test_pictures_are_of_places_that_are_there(demo_site, client):
    client.force_login(User.objects.get(email=STAFF))
    for slug, shot in SHOTS.items():
        pages = BasePage.objects.filter(title_nb=shot.title)
        number = pages.get(depth__gt=1).pk if shot.title else 0
        response = client.get(shot.address.format(page=number), follow=True)
        assert response.status_code == 200, slug
        assert slug in contents.SLUGS


def test_every_page_is_there_in_every_language():
    for code in CODES:
        found = {file.stem for file in (contents.PAGES / code).glob("*.md")}
        assert found == set(contents.SLUGS), code


def test_links_and_pictures_lead_somewhere():
    for file in FILES:
        text = file.read_text()
        assert text.startswith("# "), file
        assert set(LINK.findall(text)) <= set(contents.SLUGS), file
        for picture in PICTURE.findall(text):
            name = f"guide/{file.parent.name}/{picture}.webp"
            assert finders.find(name), name


def test_help_leads_to_the_guide_and_not_to_wagtails(desk):
    front = desk.get("/admin/").content.decode()
    assert "/admin/guide/" in front
    assert "guide.wagtail.org" not in front
    shown = desk.get("/admin/guide/").content.decode()
    with override("nb"):
        for slug in contents.SLUGS:
            assert contents.page(slug).title in shown


def test_pages_follow_each_other(desk):
    seen, address = [], f"/admin/guide/{contents.SLUGS[0]}/"
    while address:
        response = desk.get(address)
        seen.append(response.context["guide_page"].slug)
        following = response.context["next"]
        address = following and f"/admin/guide/{following.slug}/"
    assert tuple(seen) == contents.SLUGS
    assert desk.get("/admin/guide/nothing/").status_code == 404


def test_guide_is_for_those_who_work_in_the_cms(client, db):
    assert client.get("/admin/guide/").status_code == 302
    client.force_login(factories.user("medlem@example.org"))
    assert client.get("/admin/guide/first-article/").status_code in {302, 403}


@pytest.mark.parametrize("code", CODES)
def test_guide_says_how_many_pages_there_may_be_at_once(code):
    page = (contents.PAGES / code / "many-pages.md").read_text()
    assert re.findall(r"(\d+) (?:sider|pages)", page) == [str(amounts.MOST)]
