"""What leaves a closed place stays closed, by every door, unless an editor says not."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.home.models import StandardPage
from membership.members.models import MembershipPage
from membership.resources.models import ResourceIndexPage
from tests.membership.resources.support import open_page, put_chapter, put_resource
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

GROUPS = PageViewRestriction.GROUPS
NOBODY = AnonymousUser()


def put(parent, title, **fields):
    fields |= {"title_nb": title, "title_en": f"{title} (en)"}
    return factories.put_page(parent, factories.standard_page(**fields))


def close(page, *names, kind=GROUPS):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(Group.objects.get_or_create(name=each)[0] for each in names)
    return restriction


@pytest.fixture
def folder(home):
    folder = put(home, "Lukket mappe")
    close(folder, "Styret")
    return folder


@pytest.fixture
def page(folder):
    page = put(folder, "Styrepapir")
    return factories.keep_revision(page)


@pytest.fixture
def target(home):
    return put(home, "Åpen mappe")


@pytest.fixture
def chapter(home):
    """Of a closed guide, and another guide that is open."""
    membership = factories.put_page(
        home,
        MembershipPage(
            title_nb="Medlem", title_en="Member", lead_nb="Om", lead_en="About", **BOTH
        ),
    )
    area = factories.put_page(
        membership,
        ResourceIndexPage(title_nb="Ressurser", title_en="Resources", **BOTH),
    )
    chapter = put_chapter(put_resource(area, "Lukket veileder"))
    return factories.keep_revision(chapter)


BOTH = factories.published_in("nb", "en")


@pytest.fixture
def open_guide(chapter):
    area = chapter.get_parent().get_parent()
    return put_resource(area, "Åpen veileder", is_open=True)


def is_open(page):
    return BasePage.objects.visible_to(NOBODY).filter(pk=page.pk).exists()


def closed_to(page):
    restriction = PageViewRestriction.objects.get(page_id=page.pk)
    return set(restriction.groups.values_list("name", flat=True))


def move_url(page, target):
    return reverse("wagtailadmin_pages:move_confirm", args=(page.pk, target.pk))


def bulk_url(name, *pages):
    url = reverse("wagtail_bulk_action", args=("basepage", "basepage", name))
    return url + "?" + "&".join(f"id={page.pk}" for page in pages)


def copy_data(page, target, **fields):
    return {
        "title_nb": "Kopi",
        "title_en": "Copy",
        "slug_nb": "kopi",
        "slug_en": "copy",
        "new_parent_page": target.pk,
        "publish_copies": ["nb", "en"],
        **fields,
    }


def copy(desk, page, target, **fields):
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    return desk.post(url, copy_data(page, target, **fields), follow=True)


def the_copy(page):
    copies = type(page).objects.filter(Q(slug_nb="kopi") | Q(slug_en="kopi"))
    return copies.exclude(pk=page.pk).get()


# Doors: each takes the page out of the folder, and returns where it is now


def move_in_form(desk, page, target, **fields):
    assert desk.post(move_url(page, target), fields).status_code == 302
    return page


def move_in_bulk(desk, page, target, **fields):
    data = {"chooser": target.pk, "closing": "stays", **fields}
    assert desk.post(bulk_url("move", page), data).status_code == 302
    return page


def move_in_shell(desk, page, target, **fields):
    page.opens = fields.get("closing") == "opens"
    page.move(target, pos="last-child")
    return page


def copy_in_form(desk, page, target, **fields):
    if fields:
        fields["seen"] = str(target.pk)
    copy(desk, page, target, **fields)
    return the_copy(page)


def copy_in_shell(desk, page, target):
    return page.copy(to=target, update_attrs={"slug": "kopi"}).specific


def alias_in_form(desk, page, target):
    copy(desk, page, target, alias="on")
    return the_copy(page)


def alias_in_shell(desk, page, target):
    return page.create_alias(parent=target, update_slug="kopi").specific


def alias_converted_in_form(desk, page, target):
    alias = alias_in_shell(desk, page, target)
    desk.post(reverse("wagtailadmin_pages:convert_alias", args=(alias.pk,)))
    return alias


def alias_converted_in_shell(desk, page, target):
    alias = alias_in_shell(desk, page, target)
    ConvertAliasPageAction(alias).execute()
    return alias


def alias_left_by_its_source(desk, page, target):
    """Wagtail takes it down, and an editor might publish it again."""
    alias = alias_in_shell(desk, page, target)
    page.delete()
    return alias


DOORS = [
    move_in_form,
    move_in_bulk,
    move_in_shell,
    copy_in_form,
    copy_in_shell,
    alias_in_form,
    alias_in_shell,
    alias_converted_in_form,
    alias_converted_in_shell,
    alias_left_by_its_source,
]


@pytest.mark.parametrize("door", DOORS)
def test_page_that_leaves_a_closed_folder_stays_closed(desk, page, target, door):
    there = door(desk, page, target)
    there = BasePage.objects.get(pk=there.pk)
    assert there.live == (door is not alias_left_by_its_source)
    assert there.get_parent().pk == target.pk
    assert not is_open(there)
    if "alias_in" not in door.__name__:
        assert closed_to(there) == {"Styret"}


@pytest.mark.parametrize(
    "door",
    [
        move_in_form,
        move_in_shell,
        copy_in_shell,
        alias_in_shell,
        alias_converted_in_shell,
        alias_left_by_its_source,
    ],
)
def test_chapter_is_as_closed_as_the_guide_it_came_from(
    desk, chapter, open_guide, door
):
    there = door(desk, chapter, open_guide)
    assert not is_open(there)
    if "alias_in" not in door.__name__:
        assert "Members" in closed_to(there)


@pytest.mark.parametrize(
    "door", [move_in_form, move_in_bulk, move_in_shell, copy_in_form]
)
def test_editor_may_say_otherwise(desk, page, target, door):
    assert is_open(door(desk, page, target, closing="opens"))


@pytest.mark.parametrize("door", [move_in_form, move_in_bulk, copy_in_form])
def test_what_is_closed_by_itself_is_left_as_it_is(desk, page, target, door):
    close(page, "Sekretariatet")
    there = door(desk, page, target)
    assert closed_to(there) == {"Sekretariatet"}


def test_own_closing_is_kept_in_a_place_that_is_closed_to_others(desk, page, target):
    close(page, "Sekretariatet")
    close(target, kind=PageViewRestriction.LOGIN)
    assert closed_to(copy_in_form(desk, page, target)) == {"Sekretariatet"}


def test_what_is_copied_below_a_page_keeps_its_own_closing(desk, folder, target):
    inner = put(folder, "Inne")
    close(inner, "Sekretariatet")
    close(target, kind=PageViewRestriction.LOGIN)
    copy(desk, folder, target, copy_subpages="on")
    below = StandardPage.objects.get(pk=the_copy(folder).get_children().get().pk)
    assert closed_to(below) == {"Sekretariatet"}


def test_alias_that_goes_with_its_source_hinders_nothing(home, folder, page):
    page.create_alias(parent=folder, update_slug="speil")
    folder.delete()
    assert not StandardPage.objects.filter(slug_nb="speil").exists()
    assert not PageViewRestriction.objects.exists()


def test_move_that_cannot_be_changes_nothing(page, target):
    put(target, "Styrepapir")
    with pytest.raises(ValidationError):
        page.move(target, pos="last-child")
    assert not PageViewRestriction.objects.filter(page_id=page.pk).exists()


def test_copy_that_fails_leaves_nothing(desk, page, target, monkeypatch):
    from ethicaltrade.basepage import closing

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(closing, "follow", fail)
    with pytest.raises(RuntimeError):
        copy(desk, page, target)
    assert StandardPage.objects.filter(pk=page.pk).exists()
    assert not target.get_children().exists()


# The confirmation says who can see it, before and after


SENTENCES = {
    "nb": "Hvem kan se «Styrepapir» nå: bare gruppene Styret. På det nye stedet: alle.",
    "en": "Who can see “Styrepapir” now: only the groups Styret. "
    "In the new place: everyone.",
}


@pytest.fixture(params=["nb", "en"])
def language(request, editor):
    UserProfile.objects.update_or_create(
        user=editor, defaults={"preferred_language": request.param}
    )
    return request.param


def test_move_says_who_can_see_it(desk, page, target, language):
    shown = soup(desk.get(move_url(page, target)))
    assert SENTENCES[language] in folded(shown)
    chosen = shown.select_one("input[name=closing][checked]")
    assert chosen["value"] == "stays"


def test_move_that_changes_nothing_is_asked_about_as_ever(desk, target, home):
    page = put(home, "Åpen side")
    shown = soup(desk.get(move_url(page, target)))
    assert not shown.select("input[name=closing]")
    assert shown.select_one("form[method=POST], form[method=post]")


def test_move_into_a_closed_place_says_so(desk, folder, target, language):
    shown = soup(desk.get(move_url(target, folder)))
    assert "Styret" in folded(shown)
    assert not shown.select("input[name=closing]")


def test_bulk_move_asks_before_it_moves(desk, page, target, language):
    response = desk.post(bulk_url("move", page), {"chooser": target.pk})
    assert SENTENCES[language] in folded(soup(response))
    chosen = soup(response).select_one("input[name=closing][checked]")
    assert chosen["value"] == "stays"
    assert BasePage.objects.get(pk=page.pk).get_parent().pk != target.pk


def test_bulk_move_that_changes_nothing_is_not_asked_about(desk, target, home):
    page = put(home, "Åpen side")
    response = desk.post(bulk_url("move", page), {"chooser": target.pk})
    assert response.status_code == 302


def test_bulk_move_into_a_closed_place_asks(desk, folder, target, language):
    response = desk.post(bulk_url("move", target), {"chooser": folder.pk})
    assert "Styret" in folded(soup(response))
    data = {"chooser": folder.pk, "closing": "opens"}
    assert desk.post(bulk_url("move", target), data).status_code == 302
    assert not is_open(target)


def test_copy_says_who_can_see_it_and_asks_before_it_opens(
    desk, page, target, language
):
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    assert "Styret" in folded(soup(desk.get(url)))
    response = desk.post(url, copy_data(page, target, closing="opens"))
    assert SENTENCES[language] in folded(soup(response))
    seen = soup(response).select_one("input[name=seen]")["value"]
    desk.post(url, copy_data(page, target, closing="opens", seen=seen))
    assert is_open(the_copy(page))


@pytest.mark.parametrize("more", [{}, {"alias": "on"}])
def test_after_a_copy_the_cms_says_who_can_see_it(desk, page, target, more):
    assert "Styret" in folded(soup(copy(desk, page, target, **more)))


def test_open_chapter_is_copied_as_open(desk, chapter, open_guide):
    open_page(chapter.get_parent())
    assert is_open(copy_in_form(desk, chapter, open_guide))
