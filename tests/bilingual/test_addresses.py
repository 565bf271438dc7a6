"""Every page has the right address in every language, whatever an editor does.

Each operation runs under both interface languages; ``find_faults`` then walks the
whole tree.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import repair, schedules
from ethicaltrade.bilingual.models import OldAddress, Schedule
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


def faults():
    return [str(fault) for fault in repair.find_faults()]


def paths(page):
    page = BasePage.objects.get(pk=page.pk)
    return page.url_path_nb, page.url_path_en


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_new_tree_has_no_faults(article):
    assert faults() == []


def test_slugs_are_made_from_each_languages_title(interface, news):
    page = factories.add_page(news, factories.article())
    assert (page.slug_nb, page.slug_en) == ("aerlig-ol-pa-as", "honest-beer-at-as")
    assert paths(page) == (
        "/forside/nyheter/aerlig-ol-pa-as/",
        "/forside/news/honest-beer-at-as/",
    )
    assert faults() == []


def test_bare_columns_are_norwegian_whatever_the_interface(interface, news):
    page = factories.add_page(news, factories.article())
    row = ArticlePage.objects.rewrite(False).filter(pk=page.pk).values().get()
    assert row["title"] == "Ærlig øl på Ås"
    assert row["slug"] == "aerlig-ol-pa-as"
    assert row["url_path"] == "/forside/nyheter/aerlig-ol-pa-as/"
    assert row["draft_title"] == "Ærlig øl på Ås"
    assert row["lead"] == "Bryggeriet ber leverandørene om åpenhet."


def test_page_without_english_title_borrows_the_norwegian_slug(interface, news):
    page = factories.add_page(
        news,
        factories.article(title_en=None, lead_en=None, **factories.published_in("nb")),
    )
    assert page.slug_en is None
    assert page.title_en is None
    assert paths(page)[1] == "/forside/news/aerlig-ol-pa-as/"
    assert faults() == []


def test_page_without_norwegian_title_keeps_norwegian_empty(interface, news):
    page = factories.add_page(
        news,
        factories.article(title_nb=None, lead_nb=None, **factories.published_in("en")),
    )
    assert page.title_nb is None
    assert page.slug_nb is None
    assert paths(page)[0] == "/forside/nyheter/honest-beer-at-as/"
    page = factories.save_page(fresh(page))
    assert page.title_nb is None, "a second save must not borrow the English title"
    assert faults() == []


def test_borrowed_slug_that_is_taken_gets_a_number(interface, news):
    factories.add_page(news, factories.article(title_nb="Annet", slug_en="felles"))
    page = factories.add_page(
        news,
        factories.article(
            title_nb="Felles",
            title_en=None,
            lead_en=None,
            **factories.published_in("nb"),
        ),
    )
    assert (page.slug_nb, page.slug_en) == ("felles", "felles-2")
    assert faults() == []


def test_two_pages_with_one_title_get_different_slugs(interface, news):
    factories.add_page(news, factories.article())
    second = factories.add_page(news, factories.article())
    assert (second.slug_nb, second.slug_en) == (
        "aerlig-ol-pa-as-2",
        "honest-beer-at-as-2",
    )


@pytest.mark.parametrize("language", ["nb", "en"])
def test_taken_slug_is_refused_in_each_language(interface, article, language):
    other = factories.add_page(article.get_parent().specific, factories.article())
    setattr(other, f"slug_{language}", getattr(article, f"slug_{language}"))
    with pytest.raises(ValidationError) as error:
        other.save()
    assert f"slug_{language}" in error.value.error_dict
    assert faults() == []


def test_renaming_in_one_language_leaves_the_other(interface, article):
    article.slug_en = "renamed"
    article = factories.save_page(article)
    assert paths(article) == (
        "/forside/nyheter/aerlig-ol-pa-as/",
        "/forside/news/renamed/",
    )
    assert faults() == []


def test_renaming_a_section_moves_everything_below_in_that_language(interface, article):
    section = article.get_parent().specific
    section.slug_en = "stories"
    factories.save_page(section)
    assert paths(article) == (
        "/forside/nyheter/aerlig-ol-pa-as/",
        "/forside/stories/honest-beer-at-as/",
    )
    assert faults() == []


def test_parent_held_in_memory_does_not_make_a_stale_path(article):
    article.get_parent()  # cached with its old path
    section = fresh(article).get_parent().specific
    section.slug_nb = "aktuelt"
    factories.save_page(section)
    article.save()
    assert paths(article)[0] == "/forside/aktuelt/aerlig-ol-pa-as/"
    assert faults() == []


def test_moving_changes_both_languages_and_takes_children_along(interface, home):
    first = factories.add_page(home, factories.standard_page(title_nb="Om"))
    second = factories.add_page(
        home, factories.standard_page(title_nb="Hjelp", title_en="Help")
    )
    child = factories.add_page(
        first, factories.standard_page(title_nb="Folk", title_en="People")
    )
    first.move(second, pos="last-child")
    assert paths(first) == ("/forside/hjelp/om/", "/forside/help/about-us/")
    assert paths(child) == ("/forside/hjelp/om/folk/", "/forside/help/about-us/people/")
    assert faults() == []


def test_move_onto_a_taken_english_slug_changes_nothing(interface, home):
    target = factories.add_page(
        home, factories.standard_page(title_nb="Hjelp", title_en="Help")
    )
    factories.add_page(target, factories.standard_page(title_nb="Én", title_en="Same"))
    page = factories.add_page(
        home, factories.standard_page(title_nb="To", title_en="Same")
    )
    before = paths(page)
    with pytest.raises(ValidationError):
        page.move(target, pos="last-child")
    assert paths(page) == before
    assert faults() == []


@pytest.mark.parametrize("keep_live", [True, False])
def test_copy_gets_its_own_slugs_in_every_language(interface, article, keep_live):
    article.title_en = "Changed, not published"
    article.save_revision()
    copy = article.copy(
        update_attrs={"title": "Ny", "slug": "ny"}, keep_live=keep_live
    ).specific
    asked, unasked = ("nb", "en") if interface == "nb" else ("en", "nb")
    assert getattr(copy, f"slug_{asked}") == "ny"
    assert getattr(copy, f"slug_{unasked}").endswith("-2")
    draft = fresh(copy).get_latest_revision_as_object()
    assert draft.slug_en == fresh(copy).slug_en
    factories.save_page(draft)
    assert faults() == []


def test_recursive_copy_keeps_the_childrens_slugs(interface, home):
    section = factories.add_page(home, factories.standard_page())
    factories.add_page(
        section,
        factories.standard_page(title_nb="Folk", slug_nb="egen", slug_en="own"),
    )
    copy = section.copy(recursive=True, update_attrs={"slug": "kopi"})
    child = copy.get_children().get().specific
    assert (child.slug_nb, child.slug_en) == ("egen", "own")
    assert faults() == []


def test_alias_beside_its_source_follows_it_at_its_own_address(interface, article):
    alias = article.create_alias(update_slug="speil").specific
    assert faults() == []
    before = paths(alias)
    article.title_nb = "Ny tittel"
    article.slug_nb = "ny-tittel"
    factories.save_page(article)
    alias = fresh(alias)
    assert alias.title_nb == "Ny tittel"
    assert paths(alias) == before
    assert faults() == []


def test_revert_brings_back_slugs_of_every_language(interface, article):
    first = article.get_latest_revision()
    article.slug_nb, article.slug_en = "annen", "other"
    article.title_en = "Other"
    article = factories.save_page(article)
    article = factories.save_page(first.as_object())
    assert paths(article) == (
        "/forside/nyheter/aerlig-ol-pa-as/",
        "/forside/news/honest-beer-at-as/",
    )
    assert article.title_en == "Honest beer at Ås"
    assert faults() == []


def test_revert_of_an_english_page_leaves_norwegian_empty(interface, news):
    page = factories.add_page(
        news,
        factories.article(title_nb=None, lead_nb=None, **factories.published_in("en")),
    )
    first = page.get_latest_revision()
    page.title_en = "Changed"
    page = factories.save_page(page)
    page = factories.save_page(first.as_object())
    assert (page.title_nb, page.slug_nb) == (None, None)
    assert page.title_en == "Honest beer at Ås"


def test_unpublish_and_publish_again_keep_the_addresses(interface, article):
    before = paths(article)
    article.unpublish()
    assert paths(article) == before
    fresh(article).get_latest_revision().publish()
    assert paths(article) == before
    assert faults() == []


def test_scheduled_rename_takes_effect_when_its_time_comes(interface, article):
    article.slug_nb, article.slug_en = "senere", "later"
    article.save_revision()
    before = paths(article)
    assert before[1] == "/forside/news/honest-beer-at-as/"
    soon = timezone.now() + timedelta(hours=1)
    schedules.schedule(fresh(article), "en", publish_at=soon)
    Schedule.objects.update(at=timezone.now())
    call_command("publish_scheduled")
    assert paths(article) == (before[0], "/forside/news/later/")
    assert faults() == []


def test_scheduled_page_whose_slug_was_taken_goes_live_with_a_number(article, news):
    waiting = factories.article(title_nb="Annet", title_en="Other")
    waiting = factories.add_page(news, waiting, publish=False)
    waiting.slug_en = "wanted"
    waiting.save_revision()
    soon = timezone.now() + timedelta(hours=1)
    schedules.schedule(fresh(waiting), "en", publish_at=soon)
    factories.add_page(news, factories.article(title_nb="Ny", title_en="Wanted"))
    Schedule.objects.update(at=timezone.now())
    call_command("publish_scheduled")
    assert paths(waiting)[1] == "/forside/news/wanted-2/"
    assert fresh(waiting).public_languages == ["en"]
    assert faults() == []


def test_deleting_forgets_the_old_addresses(interface, article):
    article.slug_nb = "ny"
    article = factories.save_page(article)
    assert OldAddress.objects.exists()
    article.delete()
    assert not OldAddress.objects.exists()
    assert faults() == []


def test_front_page_has_one_path_in_every_language(interface, home):
    home.slug_en = "front"
    home.save()
    assert paths(home) == ("/forside/", "/forside/")
    with translation.override("nb"):
        assert fresh(home).url == "/"
    with translation.override("en"):
        assert fresh(home).url == "/en/"
    assert faults() == []


def test_draft_without_any_title_is_refused(interface, news):
    page = factories.article(title_nb="", title_en="", live=False)
    with pytest.raises(ValidationError) as error:
        news.add_child(instance=page)
    assert "title" in error.value.error_dict


def test_command_finds_and_mends_a_stale_path(article, capsys):
    BasePage.objects.rewrite(False).filter(pk=article.pk).update(url_path_en="/x/")
    with pytest.raises(CommandError, match="1 fault"):
        call_command("check_addresses")
    assert "/forside/news/honest-beer-at-as/" in capsys.readouterr().out
    call_command("check_addresses", repair=True)
    call_command("check_addresses")
    assert paths(article)[1] == "/forside/news/honest-beer-at-as/"
