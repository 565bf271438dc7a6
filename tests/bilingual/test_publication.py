"""Public in a language: live, and published in that language."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


@pytest.fixture
def norwegian_only(news):
    return factories.add_page(
        news,
        factories.article(title_en="Half-written", **factories.published_in("nb")),
    )


def test_language_not_published_gets_an_explanatory_page(client, norwegian_only):
    response = client.get("/en/news/aerlig-ol-pa-as/")
    page = soup(response)
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert page.html["lang"] == "en"
    title = page.find("h1")
    assert "Ærlig øl på Ås" in title.get_text()
    assert (
        title.find_parent(lang="nb")
        or title.find(lang="nb")
        or (title.get("lang") == "nb")
    )
    assert "Half-written" not in page.get_text()
    assert page.find("a", href="/nyheter/aerlig-ol-pa-as/", hreflang="nb")
    assert page.find("link", rel="canonical")["href"].endswith(
        "/nyheter/aerlig-ol-pa-as/"
    )
    assert page.find("a", href="/en/news/"), "leads on to the section"
    assert page.find("form", action="/en/search/"), "offers the search"


def test_half_written_text_does_not_show_in_either_language(client, norwegian_only):
    response = client.get("/nyheter/aerlig-ol-pa-as/")
    assert "Half-written" not in response.content.decode()


def test_hreflang_names_only_published_languages(client, norwegian_only, article):
    def alternates(address):
        links = soup(client.get(address)).find_all("link", rel="alternate")
        return {link["hreflang"] for link in links if link.has_attr("hreflang")}

    assert alternates("/nyheter/aerlig-ol-pa-as/") == {"nb", "x-default"}
    assert alternates(article.get_url_in("en")) == {"nb", "en", "x-default"}


def test_switcher_always_shows_both_languages(client, norwegian_only, news, home):
    for address in ("/", "/en/", "/nyheter/", "/nyheter/aerlig-ol-pa-as/",
                    "/en/news/aerlig-ol-pa-as/", "/finnes-ikke/"):  # fmt: skip
        page = soup(client.get(address))
        links = page.select("nav a[hreflang][lang]")
        assert {"nb", "en"} <= {link["lang"] for link in links}, address


def test_page_published_in_no_language_is_404(client, article):
    for name in ("published_nb", "published_en"):
        setattr(article, name, False)
    factories.save_page(article)
    assert client.get("/nyheter/aerlig-ol-pa-as/").status_code == 404
    assert client.get("/en/news/honest-beer-at-as/").status_code == 404


def test_switched_on_language_needs_its_title_and_lead(article):
    article.title_en = ""
    article.lead_en = ""
    with pytest.raises(ValidationError) as error:
        factories.save_page(article)
    assert set(error.value.error_dict) == {"title_en", "lead_en"}


def test_half_written_language_does_not_block_the_other(article):
    article.published_en = False
    article.title_en = article.lead_en = ""
    article.title_nb = "Rettet"
    assert factories.save_page(article).title_nb == "Rettet"


@pytest.mark.parametrize("named", [[], ["en"]], ids=["none", "down meanwhile"])
def test_no_language_is_taken_down_that_was_not_named(
    client, editor, norwegian_only, named
):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:unpublish", args=[norwegian_only.pk])
    said = folded(soup(client.post(url, {"language": named}, follow=True)))
    assert "Velg minst ett språk." in said
    assert ArticlePage.objects.get().public_languages == ["nb"]


def test_lists_hold_only_what_is_published_in_the_language(norwegian_only, interface):
    found = list(ArticlePage.objects.published())
    assert found == ([norwegian_only] if interface == "nb" else [])


def test_false_does_not_fall_through_to_the_other_language(norwegian_only, interface):
    assert norwegian_only.published is (interface == "nb")


# Privacy


def hidden_from(user):
    return not ArticlePage.objects.visible_to(user).exists()


def gate(page, kind, *groups):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)


def test_members_group_opens_what_it_gates(article, outsider, editor, member, admin):
    group = member.groups.get()
    gate(article.get_parent(), PageViewRestriction.GROUPS, group)
    assert hidden_from(outsider)
    assert hidden_from(editor)
    assert not hidden_from(member)
    assert not hidden_from(admin)


def test_leaving_the_group_closes_at_once(article, member):
    group = member.groups.get()
    gate(article, PageViewRestriction.GROUPS, group)
    member.affiliation.delete()
    assert hidden_from(member)


def test_shared_password_opens_no_list(article, admin):
    gate(article, PageViewRestriction.PASSWORD)
    assert hidden_from(admin)


def test_alias_of_a_gated_page_is_hidden_whatever_was_gated_when(home, outsider):
    section = factories.add_page(home, factories.standard_page())
    inner = factories.add_page(
        section, factories.standard_page(title_nb="Inne", title_en="Inside")
    )
    alias = inner.create_alias(parent=home, update_slug="speil").specific
    second = alias.create_alias(parent=home, update_slug="speil-2").specific
    pages = type(inner).objects.visible_to(outsider)
    assert {inner, alias, second} <= set(pages)
    gate(section, PageViewRestriction.LOGIN)
    assert not {inner, alias, second} & set(pages.all())
