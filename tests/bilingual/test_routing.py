"""From an address to a page: languages, wrong slugs, old addresses, privacy."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import routing
from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.caching import generation
from ethicaltrade.core.blocks import BodyBlock
from tests.support import factories
from tests.support.plans import plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

NB = "/nyheter/aerlig-ol-pa-as/"
EN = "/en/news/honest-beer-at-as/"


@pytest.fixture
def gated(article):
    PageViewRestriction.objects.create(
        page=article.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    return article


def rename(page, **slugs):
    page = type(page).objects.get(pk=page.pk)
    for name, value in slugs.items():
        setattr(page, name, value)
    return factories.save_page(page)


def location(response):
    return response.status_code, response.headers.get("Location")


def test_each_language_answers_at_its_own_address(client, article):
    for address, language in ((NB, "nb"), (EN, "en")):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in response.content.decode()


def test_the_address_alone_decides_the_language(client, article):
    client.cookies["django_language"] = "en"
    response = client.get(NB, headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "nb"
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/news/honest-beer-at-as/", NB),
        ("/nyheter/honest-beer-at-as/", NB),
        ("/en/nyheter/aerlig-ol-pa-as/", EN),
        ("/en/news/aerlig-ol-pa-as/", EN),
        ("/en/nyheter/", "/en/news/"),
    ],
)
def test_slug_of_the_wrong_language_leads_to_the_right_address(
    client, article, wrong, right
):
    assert location(client.get(wrong)) == (301, right)


def test_query_string_follows_a_redirect(client, article):
    response = client.get("/en/nyheter/?page=2&topic=x")
    assert location(response) == (301, "/en/news/?page=2&topic=x")


def test_renamed_page_answers_at_its_old_address_in_that_language(client, article):
    rename(article, slug_en="renamed")
    assert location(client.get(EN)) == (301, "/en/news/renamed/")
    assert client.get(NB).status_code == 200


def test_renaming_twice_leads_straight_to_the_present_address(client, article):
    rename(article, slug_en="one")
    rename(article, slug_en="two")
    for old in (EN, "/en/news/one/"):
        assert location(client.get(old)) == (301, "/en/news/two/")


def test_renaming_back_forgets_the_redirect(client, article):
    rename(article, slug_en="one")
    rename(article, slug_en="honest-beer-at-as")
    assert client.get(EN).status_code == 200
    assert location(client.get("/en/news/one/")) == (301, EN)
    assert OldAddress.objects.count() == 1


def test_new_page_takes_over_an_old_address(client, article, news):
    rename(article, slug_nb="ny")
    other = factories.add_page(
        news, factories.article(title_nb="Annet", slug_nb="aerlig-ol-pa-as")
    )
    response = client.get(NB)
    assert response.status_code == 200
    assert response.context["page"].pk == other.pk


def test_articles_follow_when_their_section_is_renamed(client, article):
    rename(article.get_parent().specific, slug_nb="aktuelt")
    assert location(client.get(NB)) == (301, "/aktuelt/aerlig-ol-pa-as/")
    assert location(client.get("/nyheter/")) == (301, "/aktuelt/")


def test_descendants_follow_when_a_page_moves(client, home):
    first = factories.add_page(home, factories.standard_page())
    child = factories.add_page(
        first, factories.standard_page(title_nb="Folk", title_en="People")
    )
    second = factories.add_page(
        home, factories.standard_page(title_nb="Hjelp", title_en="Help")
    )
    first.move(second, pos="last-child")
    assert location(client.get("/om-oss/folk/")) == (301, "/hjelp/om-oss/folk/")
    assert location(client.get("/en/about-us/people/")) == (
        301,
        "/en/help/about-us/people/",
    )
    assert type(child).objects.get(pk=child.pk).url == "/hjelp/om-oss/folk/"


def test_page_never_published_leaves_no_old_address(article):
    news = article.get_parent().specific
    draft = factories.add_page(
        news, factories.article(title_nb="Kladd", title_en="Draft"), publish=False
    )
    draft.slug_nb = "annen-kladd"
    draft.save()
    assert not OldAddress.objects.filter(page=draft.pk).exists()


def test_gated_page_sends_outsiders_to_log_in_from_every_address(client, gated):
    rename(gated, slug_en="secret-new-slug", slug_nb="hemmelig-ny")
    for address in (EN, NB, "/en/news/secret-new-slug/", "/en/nyheter/hemmelig-ny/"):
        response = client.get(address)
        status, target = location(response)
        assert status == 302
        prefix = "/en" if address.startswith("/en/") else ""
        assert target.startswith(f"{prefix}/konto/login/?next=")
        for new in ("secret-new-slug", "hemmelig-ny"):
            assert new in address or new not in target
        assert "no-store" in response.headers["Cache-Control"]


def test_whoever_may_see_a_gated_page_is_sent_on(client, gated, member):
    rename(gated, slug_en="new-slug")
    client.force_login(member)
    assert location(client.get(EN)) == (301, "/en/news/new-slug/")


def test_old_address_of_an_unpublished_page_tells_nothing(client, article):
    article = rename(article, slug_en="new-slug")
    article.unpublish()
    assert client.get(EN).status_code == 404
    assert client.get("/en/news/new-slug/").status_code == 404


def test_alias_of_a_page_in_a_gated_section_is_gated(client, article, home):
    section = factories.add_page(
        home, factories.standard_page(title_nb="Åpen", title_en="Open")
    )
    inner = factories.add_page(
        section, factories.standard_page(title_nb="Inne", title_en="Inside")
    )
    alias = inner.create_alias(parent=home, update_slug="speil").specific
    assert client.get("/speil/").status_code == 200
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.LOGIN
    )
    assert alias.get_view_restrictions().exists()
    assert client.get("/speil/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/finnes-ikke/", "/en/nothing/", "/nyheter/a/b/c/", "/nb/nyheter/"]
)
def test_unknown_address_is_404_in_the_language_of_the_path(client, article, path):
    response = client.get(path)
    assert response.status_code == 404
    language = "en" if path.startswith("/en/") else "nb"
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_other_methods_are_not_allowed(client, article, method):
    assert getattr(client, method)(NB).status_code == 405


def test_page_path_is_found_with_one_query(
    django_assert_num_queries, article, rf, working_memory
):
    def route():
        request = rf.get(EN, headers={"host": "testserver"})
        with translation.override("en"), generation.kept():
            return BasePage.route_for_request(request, "news/honest-beer-at-as/").page

    assert route() == article
    with django_assert_num_queries(3):
        # The generation, the path, the specific page.
        page = route()
    assert page.known_ancestors == list(article.get_ancestors()[1:])


# The previous site


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/artikel/aerlig-ol-pa-as/", NB),
        ("/en/artikel/aerlig-ol-pa-as/", EN),
        ("/aerlig-ol-pa-as/", NB),
        ("/en/aerlig-ol-pa-as/", EN),
        ("/artikel/", "/nyheter/"),
        ("/artikel/page/49", "/nyheter/"),
    ],
)
def test_address_of_the_previous_site_leads_to_the_page(client, article, old, new):
    assert location(client.get(old)) == (301, new)


@pytest.mark.parametrize(
    "old",
    [
        "/?p=34404",
        "/Artikler/8642.html",
        "/noop/page.php?d=1&p=Artikler/8642.html",
    ],
)
def test_numbered_address_of_the_previous_site_is_found_when_entered(
    client, article, old
):
    OldAddress.objects.create(language="nb", path=old, page=article.basepage_ptr)
    status, target = location(client.get(old))
    assert (status, target.partition("?")[0]) == (301, NB)


def test_front_page_with_any_other_query_is_itself(client, article):
    assert client.get("/?p=1&utm_source=x").status_code == 200


def test_short_address_of_a_gated_page_tells_nothing(client, gated):
    assert client.get("/artikel/aerlig-ol-pa-as/").status_code == 404
    status, target = location(client.get("/en/aerlig-ol-pa-as/"))
    assert status == 302
    assert "honest-beer" not in target


def test_address_of_the_previous_site_survives_a_rename(client, article):
    rename(article, slug_nb="ny-sak", slug_en="new-story")
    new = "/nyheter/ny-sak/"
    for old in ("/artikel/aerlig-ol-pa-as/", "/aerlig-ol-pa-as/"):
        assert location(client.get(old)) == (301, new)
    assert location(client.get("/en/news/aerlig-ol-pa-as/"))[0] in (301, 404)
    OldAddress.objects.create(
        language="nb", path="/artikel/helt-annet/", page=article.basepage_ptr
    )
    assert location(client.get("/artikel/helt-annet/")) == (301, new)


def test_numbered_front_page_address_does_not_go_round_in_circles(client, home):
    OldAddress.objects.create(language="nb", path="/?p=1", page=home.basepage_ptr)
    status, target = location(client.get("/?p=1&utm_source=x"))
    assert (status, target) == (301, "/?utm_source=x")


def test_list_that_is_not_public_keeps_its_address_to_itself(client, home):
    news = factories.add_news(home, slug_nb="hemmelig-plan")
    news.unpublish()
    assert client.get("/artikel/").status_code == 404


# Below a page that moved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/en/nyheter/feed/", "/en/news/feed/"),
        ("/news/feed/", "/nyheter/feed/"),
    ],
)
def test_feed_is_found_under_the_other_languages_slug(client, article, old, new):
    assert location(client.get(old)) == (301, new)


def test_feed_follows_when_its_page_is_renamed(client, article):
    rename(article.get_parent().specific, slug_nb="aktuelt")
    assert location(client.get("/nyheter/feed/")) == (301, "/aktuelt/feed/")
    assert client.get("/nyheter/finnes-ikke/").status_code == 404


def test_draft_does_not_hide_a_live_page_of_the_other_language(client, home):
    live = factories.add_page(
        home, factories.standard_page(slug_nb="felles-ord", slug_en="own")
    )
    factories.add_page(
        home,
        factories.standard_page(title_nb="Kladd", slug_en="felles-ord"),
        publish=False,
    )
    assert location(client.get("/en/felles-ord/")) == (301, live.get_url_in("en"))


def test_page_outside_every_site_is_not_found(client, home):
    root = home.get_parent()
    factories.add_page(root, factories.standard_page(title_nb="Foreldreløs"))
    for address in ("/foreldrelos/", "/artikel/foreldrelos/"):
        assert client.get(address).status_code == 404
    assert "None" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", ["/x%00.html", "/en/x%00.php", "/artikel/x%00/"])
def test_nul_in_an_address_is_not_found(client, article, address):
    assert client.get(address).status_code == 404


# Privacy


def test_whoever_is_logged_in_but_not_let_in_is_refused(client, article, editor):
    restriction = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set([])
    client.force_login(editor)
    response = client.get(NB)
    assert response.status_code == 403
    assert "no-store" in response.headers["Cache-Control"]


def test_link_to_a_gated_page_does_not_tell_its_address(client, news, home, member):
    secret = factories.add_page(
        home, factories.standard_page(title_nb="Hemmelig", title_en="Secret")
    )
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.LOGIN
    )
    article = factories.article()
    article.body_nb = BodyBlock().to_python(
        [
            {
                "type": "text",
                "value": f'<p><a linktype="page" id="{secret.pk}">Les</a></p>',
            },
            {
                "type": "call_to_action",
                "value": {"heading": "Les", "label": "Les", "page": secret.pk},
            },
        ]
    )
    factories.add_page(news, article)
    rename(secret, slug_nb="ny-hemmelig")
    text = client.get(NB).content.decode()
    assert "ny-hemmelig" not in text
    number = f"/_page/{secret.pk}/"
    assert f'href="{number}"' in text
    status, target = location(client.get(number))
    assert (status, "ny-hemmelig" in target) == (302, False)
    client.force_login(member)
    assert location(client.get(number)) == (301, "/ny-hemmelig/")


def test_alias_of_an_alias_shows_the_page_itself(article, home):
    section = article.get_parent().specific
    first = section.create_alias(parent=home, update_slug="en-a").specific
    second = first.create_alias(parent=home, update_slug="en-b").specific
    assert second.alias_of_id == section.pk


def test_page_cannot_stand_below_an_alias(home):
    section = factories.add_page(home, factories.standard_page())
    alias = section.create_alias(parent=home, update_slug="speil").specific
    assert not type(section).can_create_at(alias)
    with pytest.raises(ValidationError):
        factories.add_page(alias, factories.standard_page(title_nb="Under"))


# By indexes, for a site of many pages


def test_page_is_found_by_its_slug_by_an_index(home):
    plan = plan_of(routing.with_slug(BasePage.objects.all(), "Sak", ["nb", "en"]))
    assert "basepage_lower_slug_nb" in plan
    assert "basepage_lower_slug_en" in plan


@pytest.fixture
def many_old_addresses(home):
    OldAddress.objects.bulk_create(
        OldAddress(language="nb", path=f"/artikler/sak-{number}/", page_id=home.pk)
        for number in range(500)
    )


def test_page_is_found_by_an_old_address_by_an_index(many_old_addresses):
    plan = plan_of(OldAddress.objects.at("nb", ["/Artikler/8642.html", "/?p=34404"]))
    assert "bilingual_old_address_lower" in plan


def test_page_is_found_by_an_old_slug_by_an_index(many_old_addresses):
    assert "bilingual_old_address_slug" in plan_of(routing.had_slug("Sak"))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/artikler/Ærlig-øl/", "ærlig-øl"),
        ("/om-oss/", "om-oss"),
        ("/", ""),
        ("/Artikler/8642.html", ""),
        ("/?p=34404", ""),
        ("//", ""),
        ("", ""),
    ],
)
def test_old_address_keeps_the_slug_it_ends_with(article, path, slug):
    made = OldAddress.objects.create(language="nb", path=path, page=article)
    assert OldAddress.objects.get(pk=made.pk).slug == slug


def test_old_address_of_a_renamed_page_is_found_by_its_last_slug_alone(client, article):
    rename(article, slug_nb="ny")
    assert location(client.get("/AERLIG-ol-pa-as/")) == (301, "/nyheter/ny/")


@pytest.mark.parametrize(
    ("language", "path", "address"),
    [
        ("nb", "/nyheter/ol/", "/nyheter/ol/"),
        ("en", "/news/beer/", "/en/news/beer/"),  # as a move remembers it
        ("en", "/en/nyheter/ol/", "/en/nyheter/ol/"),  # as an editor enters it
    ],
)
def test_old_address_is_shown_as_visitors_write_it(language, path, address):
    assert str(OldAddress(language=language, path=path)) == address
