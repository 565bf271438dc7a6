"""An editor at the CMS, as the browser sends what is done to an event.

The form's fields are made once, and not for each page that is opened.
"""

from functools import cache
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from ethicaltrade.home.groups import PUBLISHERS
from events.models import EventPage
from tests.events.support import event
from tests.support import factories
from tests.support.cms_forms import sent_untouched

COLUMNS = [
    f"{name}_{code}"
    for name in ("title", "lead", "slug", "city")
    for code in ("nb", "en")
]
ROWS = {
    "dates": ("day", "start_time", "end_time"),
    "speakers": ("name", "role_nb", "role_en"),
}


@cache
def new_form():
    """What the form of a new event sends."""
    form = EventPage.get_edit_handler().get_form_class()(instance=event())
    rows = tuple(f"{relation}-" for relation in ROWS)
    return {
        name: value
        for name, value in sent_untouched(form).items()
        if not name.startswith(rows)
    }


def in_minutes(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


class Form:
    """Of a page's version, as it was opened; then written in."""

    def __init__(self, page, draft):
        self.draft, self.pk, latest = draft, page.pk, page.latest_revision
        self.sent = new_form() | {name: getattr(draft, name) or "" for name in COLUMNS}
        self.sent |= {
            "place_address": draft.place_address,
            "source_language": draft.source_language,
            "loaded_revision_id": latest.pk,
            "loaded_revision_created_at": latest.created_at.isoformat(),
        }
        for code in ("nb", "en"):
            name = f"first_published_{code}"
            self.sent[name] = in_minutes(getattr(draft, name))
        self.rows = {}
        for relation in ROWS:
            rows = list(getattr(draft, relation).all())
            self.sent[f"{relation}-INITIAL_FORMS"] = len(rows)
            self.rows[relation] = [self._row(relation, row) for row in rows]

    @staticmethod
    def _row(relation, row):
        fields = {name: getattr(row, name) or "" for name in ROWS[relation]}
        return fields | {"id": row.pk or "", "uuid": row.uuid}

    def add_speaker(self, **fields):
        uuid = uuid4()
        empty = dict.fromkeys(ROWS["speakers"], "")
        self.rows["speakers"].append(empty | fields | {"id": "", "uuid": uuid})
        return uuid

    def write(self, code, **words):
        self.sent |= {f"{name}_{code}": text for name, text in words.items()}

    def write_speaker(self, uuid, **fields):
        [row] = [row for row in self.rows["speakers"] if row["uuid"] == uuid]
        row |= fields

    def data(self, codes):
        """Of the languages that it shows, with its rows."""
        rows = {
            f"{relation}-{number}-{name}": value
            for relation, each in self.rows.items()
            for number, row in enumerate(each)
            for name, value in {**row, "ORDER": number + 1}.items()
        }
        total = {f"{name}-TOTAL_FORMS": len(each) for name, each in self.rows.items()}
        return {**self.sent, **rows, **total, "languages": list(codes)}


class Desk:
    """Of an editor, with the CMS in a language."""

    def __init__(self, code):
        user = factories.user(f"{code}@example.org", PUBLISHERS)
        UserProfile.objects.create(user=user, preferred_language=code)
        self.client = Client()
        self.client.force_login(user)

    def save(self, form, codes, revision=None, **buttons):
        """Whether it was accepted; of an earlier version, that is reverted to."""
        data = form.data(codes) | buttons
        if revision:
            answer = self._post("revisions_revert", (form.pk, revision), data)
        else:
            answer = self._post("edit", (form.pk,), data)
        return self._is_accepted(answer)

    def publish(self, form, codes):
        return self.save(form, codes, **{"action-publish": " ".join(codes)})

    def schedule(self, pk, code, at):
        """Whether it was accepted."""
        here = timezone.localtime(at)
        data = {"publish_day": f"{here:%Y-%m-%d}", "publish_time": f"{here:%H:%M}"}
        url = reverse("schedule_language", args=(pk, code))
        return self._is_accepted(self.client.post(url, data))

    def take_down(self, pk, codes):
        self._post("unpublish", (pk,), {"language": list(codes)})

    def move(self, pk, section_pk):
        self._post("move_confirm", (pk, section_pk))

    def _is_accepted(self, answer):
        """What it says else is in ``said``."""
        is_accepted = answer.status_code == 302
        self.said = "" if is_accepted else answer.context["form"].errors
        return is_accepted

    def _post(self, name, args, data=None):
        url = reverse(f"wagtailadmin_pages:{name}", args=args)
        answer = self.client.post(url, data)
        assert answer.status_code in (200, 302), answer.status_code
        return answer
