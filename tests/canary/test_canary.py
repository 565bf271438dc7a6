"""Nothing that is planted in what is closed reaches anybody outside.

See ``planting`` for what is planted, and ``walking`` for how it is looked for. The last
tests take one lock after the other away, and show that the words are then found: what
finds nothing could else be blind.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.test import Client
from wagtail.models import Collection

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.caching import shelf
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy.documents import PrivateDocumentQuerySet
from ethicaltrade.privacy.visibility import PrivatePageQuerySet
from membership.affiliations.models import Affiliation
from tests.support import factories

from . import walking
from .planting import CANARY, SPARROW
from .walking import ENTRANCES, FOUND, Walker, said

# Without a test that says so, pytest-django makes no test database.
pytestmark = [pytest.mark.django_db, pytest.mark.indexed, pytest.mark.slow]

LISTS = (
    *("/", "/en/", "/om-oss/", "/nyheter/", "/en/news/", "/nyheter/feed/"),
    *("/arrangementer/", "/en/events/calendar.ics", "/arrangementer/?when=past"),
    *("/medlemskap/ressurser/", "/en/membership/resources/", "/sitemap.xml"),
)
"""Open pages that show what is open of others."""

# What is told there is decided in SQL; the other doors ask the same rule.
of_every_database = pytest.mark.every_database


def nothing_found(walker: Walker) -> None:
    found = sorted(map(str, walker.findings))
    assert found == [], f"{len(found)} leaks"


# Outside


@of_every_database
def test_walking_along_every_link_tells_nothing(walker):
    seen = walker.walk(ENTRANCES)
    nothing_found(walker)
    assert len(seen) > 60
    for address in ("/om-oss/", "/en/news/feed/", "/arrangementer/kalender.ics"):
        assert address in seen


def test_entrances_keep_silent_whatever_is_tried(nobody):
    nobody.try_everything_at(ENTRANCES[::2])
    nothing_found(nobody)


def test_pages_kept_for_all_tell_nothing(nobody, site, kept_pages):
    """A member was just given the same addresses, by the same process."""
    member = Client()
    member.force_login(factories.member_person("leser@example.org"))
    for address in (*[*walking.addresses_of_pages(site)][::2], *LISTS):
        member.get(address)
        nobody.ask(address)
        nobody.ask(address)  # from what is kept, if it is
    nothing_found(nobody)
    assert shelf.size() > 0


@of_every_database
def test_knowing_an_address_opens_no_page(walker, site):
    for address in walking.addresses_of_pages(site):
        walker.ask(address)
    nothing_found(walker)


def test_guessing_an_address_opens_no_page(nobody, site):
    for address in walking.guesses(site):
        nobody.ask(address)
    nothing_found(nobody)


def test_no_method_condition_or_range_opens_a_page(nobody, site):
    nobody.try_everything_at(
        address
        for number, page in enumerate(site.pages.values())
        if (address := page.get_url_in(("nb", "en")[number // 2 % 2]))
    )
    nothing_found(nobody)


@of_every_database
def test_no_document_is_handed_out(walker, site):
    for document in [*site.documents.values()][:: 1 if walker.is_nobody else 5]:
        for address in (document.url, f"/documents/{document.pk}/"):
            text = walker.ask(address)
            assert text[:3] in ("302", "403"), address
            assert "no-store" in text
    nothing_found(walker)


def test_number_of_an_embargoed_document_tells_nothing(walker, site):
    for each in site.embargoed:
        number = f"/documents/{each.pk}/"
        for address in (each.url, number, f"{number}guess.pdf"):
            assert walker.ask(address).startswith("404"), address
        walker.try_everything_at([each.url])
    nothing_found(walker)


def test_no_file_lies_in_the_open(nobody, site):
    for address in walking.addresses_in_media(site):
        assert nobody.ask(address)[:3] in ("404", "400"), address
    nothing_found(nobody)


def test_sizes_of_a_picture_say_nothing_but_the_picture(nobody, site):
    for address in walking.addresses_of_sizes(site):
        assert nobody.ask(address).startswith("200"), address
    nothing_found(nobody)


def test_no_method_condition_or_range_opens_a_document(walker, site):
    for name in ("document of a sub-collection", "waiting report"):
        document = site.documents[name]
        address = document.url
        walker.try_everything_at([address])
        for etag in (f'"{document.file_hash}"', f'W/"{document.file_hash}"'):
            for header in ("If-None-Match", "If-Match", "If-Range"):
                text = walker.ask(address, **{header: etag, "Range": "bytes=0-99"})
                assert text[:3] in ("302", "403")
                assert document.file_hash not in text
    nothing_found(walker)


@of_every_database
def test_search_finds_nothing_and_nobody(nobody, site):
    asked = 0
    for address in walking.searches(site):
        response = nobody.client.get(address)
        context = response.context
        assert not context.get("results"), address
        assert not context.get("cards"), address
        news = set(FOUND.findall(said(response))) - set(FOUND.findall(address))
        assert {each for each in news if each != CANARY} == set(), address
        asked += 1
    assert asked > 100


def test_pages_for_shared_passwords_are_gone(nobody, site):
    for address in walking.passwords_pages(site):
        for method in ("GET", "POST"):
            assert nobody.ask(address, method).startswith("404")
    nothing_found(nobody)


def test_teaser_tells_title_and_lead_and_nothing_else(nobody, site):
    page = site.pages["resource with a teaser"]
    text = nobody.ask("/medlemskap/ressurser/")
    assert page.title_nb in text
    assert page.lead_nb in text
    nothing_found(nobody)
    assert nobody.ask(page.get_url_in("nb")).startswith("302")


# Inside


def test_member_reads_every_word(member_client, site):
    for name in site.readable & set(site.pages):
        page = site.pages[name]
        for code in ("nb", "en"):
            response = member_client.get(page.get_url_in(code))
            assert response.status_code == 200, name
            text = said(response)
            for field in ("title", "lead"):
                words = getattr(page, f"{field}_{code}", None)
                assert not words or words.lower() in text, f"{name}: {field}"
            with languages.in_language(code):
                body = str(getattr(page, f"body_{code}", ""))
            for each in FOUND.findall(body):
                assert each in text, f"{name}: {each}"
            assert "no-store" in response.headers["Cache-Control"], name
            assert "private" in response.headers["Cache-Control"], name


def test_member_gets_every_document_with_its_bytes(member_client, site):
    for name in site.readable & set(site.documents):
        document = site.documents[name]
        with document.file.open() as file:
            content = file.read()
        assert CANARY.encode() in content
        response = member_client.get(document.url)
        assert b"".join(response) == content, name
        assert document.filename in response.headers["Content-Disposition"]


@of_every_database
def test_member_finds_every_page_by_its_title(member_client, site):
    for name in site.readable & set(site.pages):
        page = site.pages[name]
        response = member_client.get(f"/sok/?q={page.title_nb}")
        assert response.context["results"], name


def test_not_even_a_member_reads_what_is_not_published(member_client, site):
    walker = Walker(member_client)
    hidden = set()
    for name in set(site.pages) - site.readable:
        page = site.pages[name]
        hidden |= set(FOUND.findall(str(page.serializable_data())))
        if page.latest_revision:
            hidden |= set(FOUND.findall(str(page.latest_revision.content)))
        for code in ("nb", "en"):
            if address := page.get_url_in(code):
                walker.ask(address)
    walker.walk(["/", "/en/", "/om-oss/", "/en/about-us/", "/nyheter/"])
    assert len(hidden) > 100
    assert hidden & {finding.word for finding in walker.findings} == set()
    for name in set(site.documents) - site.readable:
        assert walker.ask(site.documents[name].url).startswith("403")


def test_everything_is_planted(site):
    """Every kind of page, in every language, has words in all of its places."""
    kinds = {type(page).__name__ for page in site.pages.values()}
    assert kinds >= {
        *("ArticlePage", "StandardPage", "EventPage"),
        *("ResourcePage", "ChapterPage"),
    }
    for name, page in site.pages.items():
        if name in site.partly_open:
            continue
        for field in ("title", "slug"):
            for code in ("nb", "en"):
                planted = getattr(page, f"{field}_{code}")
                assert planted.startswith((CANARY, SPARROW)), f"{name}: {field}"
    assert len(site.documents) > 20
    assert len(site.images) > 20


def test_membership_that_ends_closes_open_sessions_at_once(member_client, site):
    page, document = site.pages["article"], site.documents["document"]
    address = page.get_url_in("nb")
    assert member_client.get(address).status_code == 200
    affiliation = Affiliation.objects.get(user__email="medlem@example.org")
    affiliation.member.ended_on = affiliation.member.member_since
    affiliation.member.save()
    walker = Walker(member_client)
    assert walker.ask(address).startswith("403")
    assert walker.ask(document.url).startswith("403")
    for address in ("/", "/nyheter/feed/", "/medlemskap/ressurser/", "/min-side/"):
        walker.ask(address)
    nothing_found(walker)


# With a lock taken away

CLOSED = ("article", "grandchild", "alias of grandchild", "event", "chapter")


def everything(queryset, user):
    return queryset.all()


@of_every_database
def test_without_the_rule_for_lists_the_walk_finds_words(nobody, monkeypatch):
    monkeypatch.setattr(PrivatePageQuerySet, "visible_to", everything)
    nobody.walk(["/", "/sitemap.xml", "/nyheter/", "/arrangementer/kalender.ics"])
    where = {finding.address for finding in nobody.findings}
    assert {"/sitemap.xml", "/nyheter/", "/arrangementer/kalender.ics"} <= where


def test_without_the_stored_gates_the_walk_finds_words_and_opens_no_page(nobody, site):
    QuerySet(BasePage).update(gate=None)
    nobody.walk(["/", "/sitemap.xml", "/nyheter/", "/arrangementer/kalender.ics"])
    where = {finding.address for finding in nobody.findings}
    assert {"/nyheter/", "/arrangementer/kalender.ics"} <= where
    for name in CLOSED:
        address = site.pages[name].get_url_in("nb")
        assert nobody.ask(address).startswith("302"), name


def test_without_the_rule_for_documents_the_walk_finds_their_titles(
    nobody, site, monkeypatch
):
    assert not CustomDocument.objects.visible_to(AnonymousUser()).exists()
    monkeypatch.setattr(PrivateDocumentQuerySet, "visible_to", everything)
    nobody.walk(["/nyheter/"])
    found = {finding.word for finding in nobody.findings}
    assert {each.title for each in site.documents.values()} & found


def test_without_the_gate_of_pages_addresses_open(nobody, site, monkeypatch):
    monkeypatch.setattr(BasePage, "get_view_restrictions", lambda page: [])
    for address in walking.addresses_of_pages(site):
        nobody.ask(address)
    found = {finding.word for finding in nobody.findings}
    for name in CLOSED:
        page = site.pages[name]
        assert page.title_nb in found, name


def test_without_the_gate_of_documents_bytes_are_handed_out(nobody, site, monkeypatch):
    monkeypatch.setattr(Collection, "get_view_restrictions", lambda self: [])
    monkeypatch.setattr(PrivateDocumentQuerySet, "visible_to", everything)
    text = nobody.ask(site.documents["document further below"].url)
    assert text.startswith("200")
    assert nobody.findings
