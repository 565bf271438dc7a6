"""What is found in a language before it is published, and told to its editor."""

import re

import pytest
from django.urls import reverse

from articles.models import ArticlePage
from ethicaltrade.bilingual import findings, scopes
from tests.support import factories
from tests.support.pages import soup

from .test_form import create, edit

pytestmark = pytest.mark.django_db

ENGLISH = (
    "This session will look at how procurement can be used to protect the rights of "
    "workers in the supply chains of textiles."
)
NORWEGIAN = (
    "Bryggeriet ber leverandørene om åpenhet, og følger opp kravene med besøk på "
    "fabrikkene hvert eneste år framover."
)
NOWHERE = '<p><a linktype="page" id="987654">Les mer</a></p>'
TOLD = f"<p>{ENGLISH}</p>"
IN_ENGLISH = f'<p><span lang="en">{ENGLISH}</span></p>'
STEPS = "<h2>Krav</h2><p>Still krav.</p><h3>Kontrakt</h3><p>Skriv dem inn.</p>"
EXCERPT = {"introduction": "", "language": "en", "text": f"<p>{ENGLISH}</p>"}


def body(*values, kind="text"):
    return [{"type": kind, "value": one, "id": f"b{n}"} for n, one in enumerate(values)]


def found(page, language="nb", **fields):
    """Of the page with these fields: which check, and where."""
    return {
        (one.check, ".".join(one.path)) for one in all_found(page, language, **fields)
    }


def all_found(page, language="nb", **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    content = scopes.content_of(page)
    stored = type(page).objects.get(pk=page.pk)
    return findings.of_page(stored, content, language)


@pytest.mark.parametrize(
    ("language", "fields", "expected"),
    [
        ("nb", {}, set()),
        ("en", {}, set()),
        ("nb", {"title_nb": "Åpenhet " * 13}, {("too long", "title")}),
        ("nb", {"lead_nb": ENGLISH}, {("language", "lead")}),
        ("en", {"lead_en": NORWEGIAN}, {("language", "lead")}),
        ("en", {"lead_en": ENGLISH, "lead_nb": ENGLISH}, set()),
        (
            "nb",
            {"body_nb": body(STEPS, f"<p>{ENGLISH}</p>")},
            {("language", "body.b1")},
        ),
        ("nb", {"body_nb": body("<p>Supply chain due diligence</p>")}, set()),
        ("nb", {"body_nb": body(IN_ENGLISH)}, set()),
        ("nb", {"body_nb": body(EXCERPT, kind="excerpt")}, set()),
        ("nb", {"body_nb": body("<h3>Kontrakt</h3>")}, {("headings", "body.b0")}),
        ("nb", {"body_nb": body(STEPS, "<h3>Mer</h3>")}, set()),
        ("nb", {"body_nb": body(NOWHERE)}, {("link", "body.b0")}),
        ("nb", {"body_en": body(NOWHERE)}, set()),
        ("nb", {"lead_nb": ""}, {("rule", "lead")}),
        ("en", {"lead_nb": ""}, set()),
    ],
)
def test_each_check_finds_its_own(article, language, fields, expected):
    assert found(article, language, **fields) == expected


def test_link_to_a_page_in_the_other_language_is_told(news, article):
    only_norwegian = factories.put_page(
        news,
        factories.article(title_nb="Bare norsk", published_en=False),
    )
    link = body(f'<p><a linktype="page" id="{only_norwegian.pk}">Les</a></p>')
    assert found(article, "nb", body_nb=link) == set()
    assert found(article, "en", body_en=link) == {("link", "body.b0")}


# In the CMS


def lines(response):
    return [
        (one.select_one(".findings__kind").text, one.a["href"])
        for one in soup(response).select(".findings__line")
    ]


def button(response):
    return soup(response).select_one('#findings [name="action-publish"]')


def test_what_is_found_is_looked_at_before_it_goes_out(desk, article):
    long = "Åpenhet " * 13
    response = edit(desk, article, title_nb=long)
    assert "look-at=nb#findings" in response.url
    article.refresh_from_db()
    assert article.title_nb != long.strip(), "it is a draft"
    response = desk.get(response.url)
    assert lines(response) == [("Se på", "#id_title_nb")]
    edit(desk, article, button(response)["value"], title_nb=long)
    article.refresh_from_db()
    assert article.title_nb == long.strip()
    # What readers have by now is asked about no more.
    assert "look-at" not in edit(desk, article, title_nb=long, lead_nb="Ny").url


def test_new_page_is_held_back_as_well(desk, news):
    response = create(desk, news, title_nb="Åpenhet " * 13)
    assert "look-at=nb#findings" in response.url
    assert not ArticlePage.objects.get().live


def test_fault_cannot_be_overridden(desk, article):
    edit(desk, article, publish="", lead_nb="", title_nb="Åpenhet " * 13)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    response = desk.get(f"{address}?look-at=nb")
    assert lines(response) == [("Må rettes", "#id_lead_nb"), ("Se på", "#id_title_nb")]
    assert button(response) is None
    response = edit(desk, article, "nb anyway", lead_nb="")
    assert response.status_code == 200
    assert re.search("lead_nb", str(response.context["form"].errors))


def test_both_are_published_anyway_by_one_button(desk, article):
    long = {"title_nb": "Åpenhet " * 13, "title_en": "Openness " * 13}
    both = {"lead_en": "Lead", **long}
    response = edit(desk, article, "nb en", **both)
    assert "look-at=nb&look-at=en" in response.url
    response = desk.get(response.url)
    buttons = soup(response).select('#findings [name="action-publish"]')
    values = [one["value"] for one in buttons]
    assert values == ["nb anyway", "en anyway", "nb en anyway"]
    edit(desk, article, values[-1], **both)
    article.refresh_from_db()
    assert article.title_en == long["title_en"].strip()


def test_form_itself_looks_at_nothing(desk, article):
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert soup(desk.get(address)).select_one("#findings") is None
    response = desk.get(f"{address}?look-at=en&look-at=xx")
    assert "trenger å se på" in soup(response).select_one("#findings").text
