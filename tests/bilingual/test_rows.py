"""Rows below a page stay themselves, in drafts, forms, copies and aliases."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from ethicaltrade.bilingual import actions, rows
from events.models import EventDate, EventPage, EventSpeaker
from tests.bilingual.desk import Desk, Form
from tests.events.support import event, on
from tests.events.test_form import date_row, form_data
from tests.support import factories

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def course(programme):
    page = factories.put_page(programme, event(on(), on(start="13:00", end="14:00")))
    return factories.keep_revision(page)


def stored(page) -> dict:
    """The uuid of each date by its primary key."""
    return dict(page.dates.model.objects.filter(page=page).values_list("pk", "uuid"))


def in_draft(page) -> list:
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    return sorted(row.uuid for row in draft.dates.all())


def sent(page, *added, **fields):
    """The form's dates as they are in the draft, and some that were added."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    dates = [
        date_row(
            str(row.day),
            f"{row.start_time:%H:%M}",
            f"{row.end_time:%H:%M}",
            id=row.pk or "",
            uuid=row.uuid,
        )
        for row in draft.dates.all()
    ]
    initial = fields.pop("initial", len(dates))
    slugs = {"slug_nb": page.slug_nb, "slug_en": page.slug_en or ""}
    dates = inline_formset([*dates, *added], initial=initial)
    return form_data(**slugs, **{"dates": dates, **fields})


def post(desk, page, data, **headers):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return desk.post(url, data, **headers)


def added(uuid, **fields):
    return date_row(start="15:00", end="16:00", id="", uuid=uuid, **fields)


@pytest.mark.parametrize("is_live", [True, False])
def test_autosave_beside_a_failed_publication_adds_a_date_once(desk, course, is_live):
    if not is_live:
        course.unpublish()
    before = stored(course)
    new = uuid4()
    data = sent(course, added(new))
    assert post(desk, course, data, **JSON).json()["success"]
    # The answer has not come back: neither the key nor that the row is known.
    failed = post(desk, course, data | {"lead_nb": "", "action-publish": "nb"})
    assert failed.status_code == 200
    assert post(desk, course, data, **JSON).json()["success"]
    assert in_draft(course) == sorted([*before.values(), new])
    assert post(desk, course, data | {"action-publish": "nb"}).status_code == 302
    after = stored(course)
    assert sorted(after.values()) == sorted([*before.values(), new])
    assert before.items() <= after.items()


def test_publishing_again_and_again_keeps_the_keys(desk, course):
    new = uuid4()
    data = sent(course, added(new)) | {"action-publish": "nb"}
    post(desk, course, data)
    keys = stored(course)
    assert len(keys) == 3
    for _again in range(2):
        assert post(desk, course, data).status_code == 302
        assert stored(course) == keys
    actions.publish(EventPage.objects.get(pk=course.pk), ["nb"])
    assert stored(course) == keys


def test_date_taken_out_before_its_key_came_back_is_gone(desk, course):
    course.unpublish()
    before = stored(course)
    new = uuid4()
    data = sent(course, added(new))
    post(desk, course, data, **JSON)
    assert len(in_draft(course)) == 3
    gone = inline_formset([added(new, DELETE="1")])
    post(desk, course, data | form_dates(gone), **JSON)
    assert new not in in_draft(course)
    assert stored(course) == before


def form_dates(dates):
    return {
        key: text
        for key, text in form_data(dates=dates).items()
        if key.startswith("dates-")
    }


def test_row_without_a_key_keeps_the_words_of_a_language_that_is_not_sent(
    course,
):
    """As on a draft of a live page, where no row that was added is stored yet."""

    def opened():
        page = EventPage.objects.get()
        return Form(page, page.get_latest_revision_as_object())

    desk, form = Desk("nb"), opened()
    form.add_speaker(name="Kari Demo", role_nb="Leder", role_en="Head")
    assert desk.save(form, ["nb", "en"])
    form = opened()
    [row] = form.rows["speakers"]
    assert not row["id"]
    form.write_speaker(row["uuid"], role_nb="Daglig leder")
    assert desk.save(form, ["nb"])
    [speaker] = opened().draft.speakers.all()
    assert (speaker.role_nb, speaker.role_en) == ("Daglig leder", "Head")


def test_row_sent_twice_in_one_form_is_two(desk, course):
    new = uuid4()
    twice = sent(course, added(new), added(new))
    assert post(desk, course, twice, **JSON).json()["success"]
    uuids = in_draft(course)
    assert len(set(uuids)) == 4
    assert new in uuids


@pytest.mark.parametrize("junk", ["", "x", "00000000-0000-0000-0000-00000000000g"])
def test_row_without_a_uuid_gets_one(desk, course, junk):
    data = sent(course, added(junk), initial=2)
    data |= {"dates-0-uuid": junk}
    assert post(desk, course, data, **JSON).json()["success"]
    uuids = in_draft(course)
    assert len(set(uuids)) == 3
    assert set(stored(course).values()) <= set(uuids)


def test_form_has_a_place_for_the_uuid(desk, course):
    url = reverse("wagtailadmin_pages:edit", args=[course.pk])
    response = desk.get(url)
    formset = response.context["form"].formsets["dates"]
    shown = {UUID(form["uuid"].value()) for form in formset.forms}
    assert shown == set(stored(course).values())
    assert not formset.empty_form["uuid"].value()
    page = response.content.decode()
    assert page.count('name="dates-0-uuid"') == 1
    assert "bilingual/rows.js" in page


def test_old_revision_has_the_same_rows_each_time(course):
    """One that was kept before rows had a uuid."""
    date = course.dates.first()
    date.uuid = rows.first_uuid(EventDate, date.pk)
    date.save()
    content = course.latest_revision.content
    content["speakers"] = [{"pk": None, "page": course.pk, "name": "Kari Demo"}]
    for name in ("dates", "speakers"):
        for row in content[name]:
            row.pop("uuid", None)
    read = [course.with_content_json(content) for _twice in range(2)]
    first, again = (
        [row.uuid for row in (*page.dates.all(), *page.speakers.all())] for page in read
    )
    assert first == again
    assert date.uuid in first
    assert len(set(first)) == 3


def test_alias_keeps_the_keys_of_its_rows(course):
    alias = course.create_alias(update_slug="en-gang-til")
    keys = stored(alias)
    assert set(keys.values()) == set(stored(course).values())
    course.speakers = [EventSpeaker(name="Kari Demo")]
    factories.save_page(course)
    assert stored(alias) == keys
    assert not keys.keys() & stored(course).keys()
    assert EventPage.objects.get(pk=alias.pk).speakers.count() == 1


def test_copy_has_rows_of_its_own_that_are_known_by_the_same(course):
    before = stored(course)
    copy = course.copy(update_attrs={"slug": "kopi", "title": "Kopi"})
    assert stored(course) == before
    keys = stored(copy)
    assert set(keys.values()) == set(before.values())
    copy.get_latest_revision().publish()
    assert stored(copy) == keys
