"""Each rule at each door: refused in the reader's language, never a 500, never passed.

The table below has every rule and every door. A cell is what tries to break the rule
there and returns what the reader is told, or the reason why the rule is not asked.
"""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from ethicaltrade.bilingual.refusals import RefusalsMiddleware
from tests.privacy.test_closing import bulk_url
from tests.support import factories

from . import doors
from .desk import Site

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["nb", "en"])
def site(request, client, editor, home):
    return Site(client, editor, home, request.param)


# The table

ABOUT_MEMBERS = "A proposal is about a member's presentation or report, never a page."
TAKES_DOWN = "Taking a page down publishes nothing."
NOT_TOUCHED = "What the rule is about is not touched there."
NUMBERED = "It gets a number, and the editor is told: bilingual/test_form.py."
NO_PAGE = "Reports are no pages: this door does not exist for them."

DOORS = (
    *("form", "bulk", "copy", "move", "go live", "expiry", "revision", "proposal"),
    "shell",
)
WORDS = {
    "slug": ("i bruk|dupl", "already in use|duplicate slug"),
    "words": ("er tom|fylles ut før", "is empty|is needed before"),
    "room": ("2 plasser er allerede tatt", "2 places are already taken"),
    "registered": ("Noen er påmeldt", "People are registered"),
    "place": ("tillatelse|ikke flyttes|tilgang|kan ikke", "permission|cannot be moved"),
    "documents": ("åpne samlingen", "open collection"),
    "report": ("allerede en rapport|to ganger|samme", "already a report|duplicate"),
}
TABLE = {
    "slug": {
        "form": NUMBERED,
        "bulk": [doors.slug_in_bulk],
        "copy": [doors.slug_in_copy],
        "move": [doors.slug_in_move],
        "go live": "It comes out with a number: late at a busy address is worse. "
        "bilingual/test_addresses.py holds that.",
        "expiry": TAKES_DOWN,
        "revision": NUMBERED,
        "proposal": ABOUT_MEMBERS,
        "shell": [doors.slug_in_shell],
    },
    "words": {
        "form": [doors.words_in_form],
        "bulk": [doors.words_in_bulk, doors.words_in_bulk_below],
        "copy": [doors.words_in_copy],
        "move": NOT_TOUCHED,
        "go live": [doors.words_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [doors.words_in_revision],
        "proposal": ABOUT_MEMBERS,
        "shell": [doors.words_in_shell, doors.words_of_old_revision_in_shell],
    },
    "room": {
        "form": [doors.room_in_form],
        "bulk": [doors.room_in_bulk],
        "copy": "Nobody is registered for a copy.",
        "move": NOT_TOUCHED,
        "go live": [doors.room_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [doors.room_in_revision],
        "proposal": ABOUT_MEMBERS,
        "shell": [doors.room_in_shell],
    },
    "registered": {
        "form": [
            doors.registered_in_unpublishing,
            doors.registered_in_deletion,
            doors.registered_in_deletion_above,
        ],
        "bulk": [
            doors.registered_in_bulk_unpublishing,
            doors.registered_in_bulk_unpublishing_above,
            doors.registered_in_bulk_deletion,
        ],
        "copy": "The event itself stays.",
        "move": "Its old address leads to the new one.",
        "go live": "The published version stays until the next one is published.",
        "expiry": [doors.registered_at_expiry],
        "revision": "An older version is published, and the event stays.",
        "proposal": ABOUT_MEMBERS,
        "shell": [doors.registered_in_shell],
    },
    "place": {
        "form": [doors.place_in_form],
        "bulk": [doors.place_in_bulk],
        "copy": [doors.place_in_copy, doors.place_of_the_only_one],
        "move": [doors.place_in_move],
        "go live": NOT_TOUCHED,
        "expiry": NOT_TOUCHED,
        "revision": NOT_TOUCHED,
        "proposal": ABOUT_MEMBERS,
        "shell": "Wagtail asks only users, and a program may build in any order.",
    },
    "documents": {
        "form": [doors.documents_in_form],
        "bulk": [doors.documents_in_bulk],
        "copy": [doors.documents_in_copy],
        "move": "As when a page is closed by its privacy button: the panel names the "
        "open documents, and the next publication asks for them.",
        "go live": [doors.documents_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [doors.documents_in_revision],
        "proposal": "Its file lies in a closed collection until it is approved.",
        "shell": [doors.documents_in_shell],
    },
    "report": {
        "form": [doors.report_in_form],
        "bulk": NO_PAGE,
        "copy": NO_PAGE,
        "move": NO_PAGE,
        "go live": NO_PAGE,
        "expiry": NO_PAGE,
        "revision": NO_PAGE,
        "proposal": [doors.report_in_proposal],
        "shell": [doors.report_in_shell],
    },
}
TRIED = [
    pytest.param(rule, scenario, id=scenario.__name__)
    for rule, row in TABLE.items()
    for scenarios in row.values()
    if not isinstance(scenarios, str)
    for scenario in scenarios
]


def test_table_has_every_rule_at_every_door():
    assert set(TABLE) == set(WORDS)
    for rule, row in TABLE.items():
        assert set(row) == set(DOORS), rule
        assert all(row.values()), rule


@pytest.mark.parametrize(("rule", "scenario"), TRIED)
def test_refused_in_the_readers_language(site, rule, scenario):
    words = dict(zip(("nb", "en"), WORDS[rule], strict=True))
    assert re.search(words[site.language], scenario(site)), "the reader is told why"


def test_script_of_the_cms_is_answered_in_its_own_format(rf):
    """Where a view of the CMS does not tell of a refusal by itself."""
    request = rf.post("/admin/", headers={"accept": "application/json"})
    middleware = RefusalsMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(request, ValidationError("Ikke nå."))
    assert answer.status_code == 400
    assert "Ikke nå." in json.loads(answer.content)["error_message"]


def test_deletion_in_the_shell_is_refused(site):
    assert doors.registered_in_deletion_in_shell(site)


def test_pages_moved_along_may_not_have_one_address(site):
    page, place = site.twins()
    other = place.get_children().get()
    free = factories.put_page(
        site.home, factories.standard_page(title_nb="Ny", title_en="New")
    )
    said = site.post(bulk_url("move", page, other), {"chooser": free.pk})
    assert re.search("|".join(WORDS["slug"]), said)
    assert not free.get_children().exists()
