"""Many pages published, and taken down, in the languages that are chosen."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, PageLogEntry
from wagtail.users.models import UserProfile

from tests.privacy.test_closing import bulk_url
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    """The editor, in the Norwegian CMS."""
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


@pytest.fixture
def norwegian(news):
    """Public in Norwegian, with an English draft that is half written."""
    fields = {"title_nb": "Bare norsk", "title_en": "Half", "lead_en": ""}
    page = factories.article(**fields, **factories.published_in("nb"))
    return factories.add_page(news, page)


@pytest.fixture
def draft(news):
    page = factories.article(title_nb="Utkast", title_en="Draft")
    return factories.add_page(news, page, publish=False)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def asked(desk, name, *pages):
    """What is ticked when the editor is asked."""
    page = soup(desk.get(bulk_url(name, *pages)))
    return {
        box["value"]
        for box in page.select("input[name=language]")
        if box.has_attr("checked")
    }


def do(desk, name, *pages, **data):
    return desk.post(f"{bulk_url(name, *pages)}&next=/admin/", data, follow=True)


def said(response):
    return folded(soup(response).select_one(".messages"))


def test_languages_that_come_out_beside_public_ones_are_not_ticked(
    desk, article, norwegian, draft
):
    assert asked(desk, "publish", article, draft) == {"nb", "en"}
    assert asked(desk, "publish", article, norwegian) == {"nb"}
    page = folded(soup(desk.get(bulk_url("publish", norwegian))))
    assert "Norsk publisert" in page
    assert "Engelsk ikke publisert" in page


def test_chosen_language_is_published_and_the_other_stays(desk, article, draft):
    article.title_nb, article.title_en = "Rettet", "Not yet"
    article.save_revision()
    response = do(desk, "publish", article, draft, language="nb")
    assert "2 sider er publisert (norsk)." in said(response)
    assert (fresh(article).title_nb, fresh(article).title_en) == (
        "Rettet",
        "Honest beer at Ås",
    )
    assert article.get_latest_revision_as_object().title_en == "Not yet"
    assert fresh(draft).public_languages == ["nb"]


def test_language_without_a_title_stays_where_another_is_published(desk, news):
    page = factories.article(title_en="", **factories.published_in("nb"))
    page = factories.add_page(news, page)
    do(desk, "publish", page, language=["nb", "en"])
    assert fresh(page).public_languages == ["nb"]


def test_page_that_a_rule_is_against_stays_and_is_named(desk, article, norwegian):
    article.title_en = "Changed"
    article.save_revision()
    response = do(desk, "publish", article, norwegian, language="en", anyway="en")
    assert "1 side er publisert (engelsk)." in said(response)
    assert "Bare norsk: «Ingress» er tomt (engelsk)." in said(response)
    assert fresh(article).title_en == "Changed"
    assert fresh(norwegian).public_languages == ["nb"]


def test_broken_draft_of_another_language_is_in_nobodys_way(desk, article):
    article.title_nb, article.lead_en = "Rettet", ""
    article.save_revision()
    do(desk, "publish", article, language="nb")
    assert fresh(article).title_nb == "Rettet"
    assert fresh(article).lead_en


def test_no_language_is_an_error_beside_the_boxes(desk, draft):
    response = do(desk, "publish", draft)
    assert "Velg minst ett språk" in folded(soup(response))
    assert not fresh(draft).live


def test_pages_below_come_along_when_asked(desk, news, article, draft):
    do(desk, "publish", news, language="nb")
    assert not fresh(draft).live
    response = do(desk, "publish", news, language="nb", include_descendants="on")
    assert "2 sider er publisert (norsk)." in said(response)
    assert fresh(draft).public_languages == ["nb"]
    do(desk, "unpublish", news, language="en", include_descendants="on")
    assert fresh(article).public_languages == ["nb"]
    assert fresh(news).public_languages == ["nb"]


def test_taken_down_in_one_language_of_those_that_are_public(
    desk, article, norwegian, editor
):
    assert asked(desk, "unpublish", article, norwegian) == {"nb", "en"}
    response = do(desk, "unpublish", article, norwegian, language="en")
    assert "2 sider er tatt ned (engelsk)." in said(response)
    assert fresh(article).public_languages == ["nb"]
    assert fresh(norwegian).public_languages == ["nb"]
    (entry,) = PageLogEntry.objects.filter(action="bilingual.take_down")
    assert (entry.user, entry.data) == (editor, {"languages": ["en"]})


def test_who_may_not_publish_a_page_does_not(client, article, draft, db):
    writers = Group.objects.create(name="Writers")
    writers.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_basepage")
    GroupPagePermission.objects.create(group=writers, page=article, permission=change)
    client.force_login(factories.user("skribent@example.org", "Writers"))
    page = folded(soup(client.get(bulk_url("publish", article))))
    assert "Du kan ikke publisere disse" in page
    do(client, "publish", draft, language="nb")
    assert not fresh(draft).live
