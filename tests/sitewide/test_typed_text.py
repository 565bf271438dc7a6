"""Any text that is typed survives every format the site writes.

Each text is put in each kind of record, saved as anything is saved, and looked for in
each format; and once more as a row from before texts were cleaned.
"""

import csv
import io
import json
from email import message_from_bytes, policy
from html import unescape
from xml.etree import ElementTree

import openpyxl
import pytest
from icalendar import Calendar

from articles.models import ArticlePage
from ethicaltrade.core import spreadsheets
from ethicaltrade.core.models import Person, SiteSettings, Topic
from ethicaltrade.mail.delivery import message_of
from ethicaltrade.typed_text import clean
from events.calendar import event_calendar
from events.models import EventPage, Registration
from membership.applications.models import Application, ApplicationPage
from membership.members.models import Member, MemberIndexPage, MembershipPage
from membership.resources.models import ResourceIndexPage, ResourcePage
from tests.events.registration.support import emails_to, put, register
from tests.membership.applications.support import Applicant
from tests.membership.factories import add_member
from tests.membership.resources.support import put_resource
from tests.support import factories
from tests.support.pages import put_article, soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NASTY = {
    "control signs": (
        "Ærlig\x0bsoft\x0cpage\x07bell\x1b[31mescape\x9fC1\ufffenot\x00NUL"
        "\ud83dhalf\u2028øl"
    ),
    "header": "Ærlig øl\r\nBcc: evil@example.org\r\n\r\nx",
    "markup": "<b>Ærlig</b> a<b ]]> &amp; & &lt;øl",
    "script": "</script><script>alert(1)</script>",
    "quotes and templates": (
        "«Ærlig» \"øl\" 'x' `y` {{ x }} {% x %} %s {0} \\n\\;,: øl; x, y"
    ),
    "formula": '=HYPERLINK("x") Ærlig øl',
    "beyond Latin": "Ær\xadlig\u200b سلام \u202eøl\u202c 👩\u200d👧 øl ❤\ufe0f",
}
"""Signs that do not hide each other stand in one text: each text is sent everywhere."""
STORED_BEFORE = "Ærlig\x0bøl\x07øl\x9føl\ufffeøl\u2028øl"

CASES = [
    *(pytest.param(text, False, id=name) for name, text in NASTY.items()),
    pytest.param(STORED_BEFORE, True, id="control signs, stored before"),
]
every_text = pytest.mark.parametrize(("text", "is_old"), CASES)
NOBODY = {"Bcc", "Cc"}
PRINCIPLES = {
    "principles_nb": "<p>Ja.</p>",
    "principles_en": "<p>We do.</p>",
}
SECTION = {
    "title_nb": "Seksjon",
    "title_en": "Section",
    "lead_nb": "Om.",
    "lead_en": "About.",
    **factories.published_in("nb", "en"),
}


def same(shown: str, text: str) -> bool:
    """But for spaces, and what cannot be seen."""
    return _seen(clean(shown, one_line=True)) == _seen(clean(text, one_line=True))


def _seen(text: str) -> list[str]:
    return "".join(c for c in text if c.isprintable() or c == " ").split()


def letters(text: str) -> str:
    """Without signs, which the typography changes."""
    return "".join(sign for sign in clean(text) if sign.isalnum())


def sent(text: str) -> str:
    """As a browser sends it."""
    return text.encode("utf-8", "replace").decode()


def make_old(record, is_old, **fields):
    """The row as it would have been saved before."""
    if is_old:
        type(record).objects.filter(pk=record.pk).update(**fields)
    return record


@pytest.fixture
def put_text(news, text, is_old):
    """An article whose title and lead are the text."""
    page = put_article(news, title_nb=text, lead_nb=text)
    return make_old(page, is_old, title_nb=text, lead_nb=text)


@pytest.fixture
def put_event(programme, text, is_old):
    person = Person.objects.create(name=text)
    make_old(person, is_old, name=text)
    page = put(programme, title_nb=text, lead_nb=text, contact_person=person)
    make_old(page, is_old, title_nb=text, lead_nb=text, city_nb=text)
    return EventPage.objects.get(pk=page.pk)


@every_text
def test_article(client, put_text, text):
    """The page, and what lists it for machines."""
    address = put_text.get_url_in("nb")
    page = soup(client.get(address))
    assert letters(page.h1.get_text()) == letters(text)
    assert same(page.find("meta", attrs={"name": "description"})["content"], text)
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert same(data["headline"], text)
    feed = ElementTree.fromstring(client.get("/nyheter/feed/").content)  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    entry = feed.find(f"{atom}entry")
    assert same(entry.find(f"{atom}title").text, text)
    summary = entry.find(f"{atom}summary")
    assert summary.get("type") == "html"
    assert "<" not in summary.text
    assert same(unescape(summary.text), text)
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    assert any((found.text or "").endswith(address) for found in sitemap.iter())


@every_text
def test_event(client, put_event, text, is_old):
    """The page, the calendar, the e-mail to who registers, and its calendar."""
    page = soup(client.get(put_event.get_url_in("nb")))
    assert letters(page.h1.get_text()) == letters(text)
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert same(data["name"], text)
    file = client.get(put_event.subview_url("calendar")).content
    assert not {*file.decode()} & {"\x0b", "\x07", "\x1b", "\ufffe"}
    (found,) = Calendar.from_ical(file).walk("VEVENT")
    assert same(found["SUMMARY"], text)
    assert same(found["CONTACT"], text)
    check_email(put_event, text)
    check_calendar_in_an_email(put_event, text, is_old)


def check_email(event, text):
    register(event, name=clean(text, one_line=True) or "x")
    (sent,) = emails_to("kari@example.org")
    raw = message_of(sent).message().as_bytes()
    message = message_from_bytes(raw, policy=policy.default)
    assert not NOBODY & {*message}
    assert message["To"] == "kari@example.org"
    assert letters(text) in letters(message["Subject"])
    assert letters(text) in letters(message.get_body(("plain",)).get_content())
    html = message.get_body(("html",)).get_content()
    assert letters(text) in letters(soup_text(html))


def soup_text(html: str) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser").get_text()


def check_calendar_in_an_email(event, text, is_old):
    topic = Topic.objects.create(name_nb=text)
    make_old(topic, is_old, name_nb=text)
    event.topics = [topic]
    event.save()
    site = SiteSettings.for_site(event.get_site())
    site.organisation_name_nb = text
    site.save()
    make_old(site, is_old, organisation_name_nb=text)
    (found,) = Calendar.from_ical(event_calendar(event, "nb")).walk("VEVENT")
    assert letters(text) in letters(found["ORGANIZER"].params["CN"])
    assert any(same(str(name), text) for name in found["CATEGORIES"].cats)


@every_text
def test_spreadsheets(programme, text, is_old):
    one = register(put(programme)).registration
    one.name = text
    one.save()
    make_old(one, is_old, name=text)
    rows = Registration.objects.all()
    columns = [spreadsheets.Column("Navn", lambda row: row.name)]
    book = openpyxl.load_workbook(spreadsheets.xlsx_file(columns, rows, "Navn"))
    cell = list(book.active.rows)[1][0]
    assert same(cell.value, text)
    assert cell.data_type == "s"
    lines = b"".join(spreadsheets.csv_lines(columns, rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(lines, newline=""), delimiter=";"))[1][0]
    assert not read.startswith("=")
    assert letters(read) == letters(text)


@pytest.fixture
def membership(home):
    return factories.put_page(home, MembershipPage(**SECTION))


@every_text
def test_member(client, membership, text, is_old):
    factories.put_page(membership, MemberIndexPage(**SECTION))
    one = add_member(text, place=text, presentation_nb=text)
    make_old(one, is_old, name=text, place=text)
    one = Member.objects.get()
    assert one.slug
    page = soup(client.get("/seksjon/seksjon/"))
    assert letters(text) in letters(page.main.get_text())
    page = soup(client.get(f"/seksjon/seksjon/{one.slug}/"))
    assert letters(text) in letters(page.h1.get_text())


@every_text
def test_resource(client, membership, member, text, is_old):
    area = factories.put_page(membership, ResourceIndexPage(**SECTION))
    page = put_resource(area, title_nb=text, lead_nb=text)
    make_old(page, is_old, title_nb=text, lead_nb=text)
    client.force_login(member)
    shown = soup(client.get(ResourcePage.objects.get().get_url_in("nb")))
    assert letters(shown.h1.get_text()) == letters(text)
    shown = soup(client.get(area.get_url_in("nb")))
    assert letters(text) in letters(shown.main.get_text())


@every_text
def test_application(client, membership, text, is_old):
    page = factories.put_page(membership, ApplicationPage(**SECTION, **PRINCIPLES))
    applicant = Applicant(client, ApplicationPage.objects.get(pk=page.pk))
    typed = sent(text)
    assert applicant.begin(name=typed, place="Oslo").status_code == 302
    one = Application.objects.get()
    assert same(one.name, typed)
    make_old(one, is_old, name=text)
    shown = soup(applicant.get("organisation"))
    assert letters(typed) in letters(shown.find(id="id_name")["value"])


@pytest.mark.indexed
@every_text
def test_passage_of_the_search(client, put_text, text):
    ArticlePage.objects.get().save()
    page = soup(client.get("/sok/", {"q": sent(f"bryggeri {text}")}))
    assert page.find(id="id_q") or page.find("input", attrs={"name": "q"})
    words = {"body_nb": [{"type": "text", "value": f"<p>Bryggeri x {text}</p>"}]}
    article = ArticlePage.objects.get()
    article.body_nb = words["body_nb"]
    article.save()
    found = soup(client.get("/sok/", {"q": "bryggeri"}))
    assert found.main.find("mark")


@pytest.mark.indexed
@every_text
def test_log_has_one_line_a_record(client, put_event, text, caplog):
    register(put_event, name=sent(text))
    client.get("/sok/", {"q": sent(text)})
    client.post(put_event.subview_url("register"), {"name": sent(text)})
    for record in caplog.records:
        assert len(record.getMessage().splitlines()) <= 1
