"""What is looked at in a page's words: each check finds its own, and no more."""

import pytest

from articles.models import RelatedArticle
from ethicaltrade.bilingual.hrefs import leads_somewhere
from ethicaltrade.bilingual.looks import _language_of
from tests.support import factories
from tests.support.files import picture

from .test_findings import body, found

pytestmark = pytest.mark.django_db


# Which language a paragraph is in

NORWEGIAN = (
    "Virksomhetene må kartlegge risiko, stanse skade og fortelle åpent om hvordan de "
    "arbeider i hele leverandørkjeden."
)
ENGLISH = (
    "Our members report every year on how they work with human rights in their supply "
    "chains, and we read all of the reports."
)
NYNORSK = (
    "Verksemder skal gjere greie for korleis dei arbeider med menneskerettar og kva "
    "dei har funne ut om sine eigne leverandørar."
)
DANISH = (
    "Virksomheder skal redegøre for, hvordan de arbejder med menneskerettigheder, og "
    "hvad de har fundet ud af om deres egne leverandører i år."
)
ENGLISH_NAMES = (
    "Amnesty International, Save the Children, Human Rights Watch, Transparency "
    "International, Fair Labor Association, Business and Human Rights Resource Centre"
)
NORWEGIAN_NAMES = (
    "Norges Bank, Kirkens Nødhjelp, Framtiden i våre hender, Redd Barna, "
    "Flyktninghjelpen, Kommunenes Sentralforbund, Handel og Kontor, Oslo kommune"
)
BOOK = (
    "Les UN Guiding Principles on Business and Human Rights og OECD Due Diligence "
    "Guidance for Responsible Business Conduct hos FN og OECD."
)
TERMS = (
    "Vi bruker due diligence, supply chain mapping, living wage, human rights impact "
    "assessment og responsible purchasing practices i arbeidet vårt."
)
LAW = (
    "The Transparency Act (lov om virksomheters åpenhet og arbeid med grunnleggende "
    "menneskerettigheter og anstendige arbeidsforhold) entered into force on 1 July."
)
ADDRESS = (
    "Etisk handel Norge, Hausmanns gate 19, 0182 Oslo, Norway, post@example.org, "
    "https://example.org/about-us/how-we-work, +47 22 99 67 20, org. nr. 979 123 456"
)


@pytest.mark.parametrize(
    ("text", "own", "other"),
    [
        (NORWEGIAN, "en", "nb"),
        (ENGLISH, "nb", "en"),
        (NORWEGIAN, "nb", None),
        (ENGLISH, "en", None),
        ("The supply chain is long", "nb", None),
        ("Les mer om leverandørkjeden her", "en", None),
        (NYNORSK, "nb", None),
        (DANISH, "nb", None),
        (DANISH, "en", None),
        (ENGLISH_NAMES, "nb", None),
        (NORWEGIAN_NAMES, "en", None),
        (BOOK, "nb", None),
        (TERMS, "nb", None),
        (LAW, "en", None),
        (ADDRESS, "nb", None),
        (ADDRESS, "en", None),
        ("", "nb", None),
    ],
)
def test_paragraph_is_in_another_language_when_that_is_clear(text, own, other):
    assert _language_of(text, own) == other


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"body_nb": body(f"<blockquote>{ENGLISH}</blockquote>")}, 1),
        (
            {
                "body_nb": body(
                    f'<blockquote><span lang="en">{ENGLISH}</span></blockquote>'
                )
            },
            0,
        ),
        ({"body_nb": body(f"<ul><li>{ENGLISH}</li><li>{NORWEGIAN}</li></ul>")}, 1),
        ({"body_nb": body(f"<p>{NORWEGIAN}</p>"), "body_en": body(f"<p>{ENGLISH}")}, 0),
    ],
)
def test_marked_words_are_never_in_another_language(article, fields, expected):
    assert len(found(article, "nb", **fields)) == expected


# Where links lead


@pytest.mark.parametrize(
    "href",
    [
        *(
            "https://www.example.org/",
            "http://example.org:8080/a?b=c#d",
            "//example.org",
        ),
        *("https://blåbær.example/søk", "https://my_site.example.org", "#top"),
        *("mailto:post@example.org", "mailto:a@example.org,b@example.org?subject=Hei"),
        *("mailto:kari%2Bnytt@example.org", "tel:+4722996720", "/nyheter/", "/#price"),
        *("webcal://example.org/kalender.ics", "#price"),
    ],
)
def test_address_that_can_be_followed(href):
    assert leads_somewhere(href, {"top", "price"})


@pytest.mark.parametrize(
    "href",
    [
        *("", "#", "#pris", "www.example.org", "example.org/a", "../nyheter/"),
        *("http://", "https:///nyheter/", "http:/example.org", "https://https://a.b"),
        *("https://intranett/", "https://example..org", "https://example.org:port/"),
        *("https://[example.org", "https:// example.org", "mailto:", "mailto:post"),
        *("mailto:post@example", "mailto:a@example.org,b", "tel:", "tel:sentralbord"),
    ],
)
def test_address_that_leads_nowhere(href):
    assert not leads_somewhere(href, {"top", "price"})


def link(href):
    return body(f'<p><a href="{href}">Les mer</a></p>')


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (link("https://example.org/a"), set()),
        (link("www.example.org"), {("link", "body.b0")}),
        (link("#"), {("link", "body.b0")}),
        (link("#pris"), {("link", "body.b0")}),
        (link("#content"), set()),
        (link("mailto:post@"), {("link", "body.b0")}),
        (link("mailto:post@example.org"), set()),
        (
            body({"label": "Se", "url": "https://intranett/"}, kind="call_to_action"),
            {("link", "body.b0")},
        ),
        (
            body({"label": "Se", "page": 987654}, kind="call_to_action"),
            {("link", "body.b0")},
        ),
        (body({"image": 987654}, kind="image"), {("link", "body.b0")}),
        ([], set()),
        (
            body('<p><a linktype="document" id="987654">Rapport</a></p>'),
            {("link", "body.b0")},
        ),
    ],
)
def test_links_that_lead_nowhere_are_found(article, stream, expected):
    assert found(article, "nb", body_nb=stream) == expected


def test_pages_that_all_languages_share_are_left_out_where_they_are_not(news, article):
    other = factories.article(title_nb="Bare norsk", **factories.published_in("nb"))
    other = factories.add_page(news, other)
    chosen = body({"label": "Se", "page": other.pk}, kind="call_to_action")
    article.related_links.add(RelatedArticle(article=other))
    assert found(article, "en") == set()
    assert found(article, "en", body_en=chosen) == {("link", "body.b0")}


def test_picture_in_both_languages_lacks_words_in_one(article):
    image = picture((900, 600), alt_text_en="", credit="Foto: Kari")
    assert found(article, "nb", hero_image=image) == set()
    assert found(article, "en", hero_image=image) == {("alt", "hero_image")}
