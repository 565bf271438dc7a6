"""Whatever is done to a page, a reader of a language sees what was published in it.

A model beside the site: what is live in each language, and what the draft holds. After
each step both must be the same, no words are lost, and the addresses hold.
"""

import copy
import os
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ethicaltrade.bilingual import (
    actions,
    by_the_clock,
    languages,
    repair,
    schedules,
    scopes,
    summaries,
    versions,
)
from ethicaltrade.bilingual.models import Schedule
from events.models import EventPage, EventSpeaker
from tests.conftest import add_programme
from tests.events.support import event, on
from tests.support import factories

pytestmark = pytest.mark.every_database

CODES = languages.codes()
LANGUAGES = st.sampled_from(CODES)
SOME = st.sets(LANGUAGES, min_size=1)
WORDS = st.sampled_from(["Øl", "Beer", "Levelønn", "A", ""])
NAMES = st.sampled_from(["Kari Demo", "Ola Demo", "Ada Demo"])
MOST_PAGES = 4
NO_WORDS = {"title": "", "lead": "", "roles": {}}


def words_of(page, code):
    """Title, lead, and the roles of the speakers by their rows."""
    return {
        "title": getattr(page, f"title_{code}") or "",
        "lead": getattr(page, f"lead_{code}") or "",
        "roles": {
            row.uuid: getattr(row, f"role_{code}") or "" for row in page.speakers.all()
        },
    }


def shared_of(page):
    return {
        "place_address": page.place_address,
        "speakers": [(row.uuid, row.name) for row in page.speakers.all()],
    }


class State:
    """What the site should have of one page."""

    def __init__(self, page):
        self.draft = {code: words_of(page, code) for code in CODES}
        self.shared_draft = shared_of(page)
        self.live = dict.fromkeys(CODES)
        self.last = dict.fromkeys(CODES)  # what was public last, taken down or not
        self.shared = None  # as readers saw it last
        self.versions = {}
        self.scheduled = {}

    def publish(self, codes):
        for code in codes:
            self.live[code] = copy.deepcopy(self.draft[code])
        self._share(copy.deepcopy(self.shared_draft))

    def schedule(self, code):
        version = self.draft[code], self.shared_draft, self.shared
        self.scheduled[code] = copy.deepcopy(version)

    def come_due(self, code):
        """What was published of the shared fields meanwhile stays."""
        words, shared, before = self.scheduled.pop(code)
        if self.shared is not None:
            shared = {
                name: value if before and self.shared[name] == before[name] else now
                for (name, value), now in zip(
                    shared.items(), self.shared.values(), strict=True
                )
            }
        was_live = self.live[code] or self.last[code] or NO_WORDS
        self.live[code] = words | {"roles": was_live["roles"] | words["roles"]}
        self._share(shared)

    def _share(self, shared):
        self.shared = shared
        rows = [key for key, _name in self.shared["speakers"]]
        for words in filter(None, self.live.values()):
            # A new row has no words yet, and one may be gone.
            words["roles"] = {key: words["roles"].get(key, "") for key in rows}
        self.last |= {code: words for code, words in self.live.items() if words}

    def take_down(self, codes):
        for code in codes:
            self.live[code] = None


class Newsroom(RuleBasedStateMachine):
    pages = Bundle("pages")

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.home = factories.add_front_page()
        self.programme = add_programme(self.home)
        self.states = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @staticmethod
    def page(pk):
        return EventPage.objects.get(pk=pk)

    def draft(self, pk):
        return self.page(pk).get_latest_revision_as_object()

    def remember(self, pk):
        """Which words the newest version has."""
        state, page = self.states[pk], self.page(pk)
        state.versions[page.latest_revision_id] = copy.deepcopy(
            (state.draft, state.shared_draft)
        )

    def attempt(self, interface, work):
        """Whether no rule refused it."""
        self.refused = ""
        with translation.override(interface):
            try:
                with transaction.atomic():
                    work()
            except ValidationError as error:
                self.refused = error.messages
                return False
        return True

    # What editors do

    @precondition(lambda self: len(self.states) < MOST_PAGES)
    @rule(target=pages, nb=WORDS, en=WORDS)
    def create(self, nb, en):
        page = event(
            on(date(2027, 5, 12)),
            title_nb=nb or "Uten navn",
            title_en=en,
            city_en="Oslo",
            **dict.fromkeys(("published_nb", "published_en"), False),
        )
        page.live = False
        self.programme.add_child(instance=page)
        page.save_revision()
        self.states[page.pk] = State(self.draft(page.pk))
        self.remember(page.pk)
        return page.pk

    @rule(pk=pages, code=LANGUAGES, title=WORDS, lead=WORDS, interface=LANGUAGES)
    def write(self, pk, code, title, lead, interface):
        page, state = self.draft(pk), self.states[pk]
        setattr(page, f"title_{code}", title)
        setattr(page, f"lead_{code}", lead)
        if self.attempt(interface, partial(page.save_revision, clean=False)):
            state.draft[code] |= {"title": title, "lead": lead}
            self.remember(pk)

    @rule(pk=pages, text=WORDS, name=NAMES, role=WORDS, code=LANGUAGES)
    def write_what_is_shared(self, pk, text, name, role, code):
        page, state = self.draft(pk), self.states[pk]
        page.place_address = text
        row = EventSpeaker(name=name, **{f"role_{code}": role})
        page.speakers.add(row)
        page.save_revision(clean=False)
        state.shared_draft["place_address"] = text
        state.shared_draft["speakers"].append((row.uuid, name))
        for each in CODES:
            state.draft[each]["roles"][row.uuid] = role if each == code else ""
        self.remember(pk)

    @rule(pk=pages, code=LANGUAGES, role=WORDS, data=st.data())
    def write_a_role(self, pk, code, role, data):
        page, state = self.draft(pk), self.states[pk]
        if rows := list(page.speakers.all()):
            row = data.draw(st.sampled_from(rows))
            setattr(row, f"role_{code}", role)
            page.speakers = rows
            page.save_revision(clean=False)
            state.draft[code]["roles"][row.uuid] = role
            self.remember(pk)

    @rule(pk=pages, data=st.data())
    def take_a_speaker_out(self, pk, data):
        page, state = self.draft(pk), self.states[pk]
        if rows := list(page.speakers.all()):
            gone = data.draw(st.sampled_from(rows))
            page.speakers = [row for row in rows if row.uuid != gone.uuid]
            page.save_revision(clean=False)
            kept = [
                one for one in state.shared_draft["speakers"] if one[0] != gone.uuid
            ]
            state.shared_draft["speakers"] = kept
            for words in state.draft.values():
                words["roles"].pop(gone.uuid)
            self.remember(pk)

    @rule(pk=pages, codes=SOME, interface=LANGUAGES)
    def publish(self, pk, codes, interface):
        page, state = self.page(pk), self.states[pk]
        done = self.attempt(interface, lambda: actions.publish(page, codes))
        is_ready = all(
            state.draft[code]["title"] and state.draft[code]["lead"] for code in codes
        )
        assert done == is_ready, self.refused
        if done:
            state.publish(codes)
            self.remember(pk)

    @rule(pk=pages, codes=SOME, interface=LANGUAGES)
    def take_down(self, pk, codes, interface):
        page, state = self.page(pk), self.states[pk]
        assert self.attempt(interface, lambda: actions.take_down(page, codes))
        state.take_down(codes)

    @rule(pk=pages, interface=LANGUAGES)
    def unpublish(self, pk, interface):
        """By Wagtail's own door."""
        assert self.attempt(interface, self.page(pk).unpublish)
        self.states[pk].take_down(CODES)

    @rule(pk=pages, code=LANGUAGES, interface=LANGUAGES)
    def schedule(self, pk, code, interface):
        page, state = self.page(pk), self.states[pk]
        at = timezone.now() + timedelta(hours=1)
        set_it = partial(schedules.schedule, page, code, publish_at=at)
        done = self.attempt(interface, set_it)
        is_ready = bool(state.draft[code]["title"] and state.draft[code]["lead"])
        assert done == is_ready, self.refused
        if done:
            state.schedule(code)

    @rule(interface=LANGUAGES)
    def let_the_hour_pass(self, interface):
        Schedule.objects.update(at=timezone.now() - timedelta(minutes=1))
        order = list(Schedule.objects.order_by("at", "pk"))
        with translation.override(interface):
            by_the_clock.run()
        assert not Schedule.objects.exists()
        for one in order:
            self.states[one.page_id].come_due(one.language)
            self.remember(one.page_id)

    @rule(pk=pages, number=st.integers(0, 10**9), interface=LANGUAGES)
    def alias(self, pk, number, interface):
        page = self.page(pk)
        if page.live:
            with translation.override(interface):
                page.create_alias(parent=self.programme, update_slug=f"alias-{number}")

    @rule(pk=pages, data=st.data())
    def revert(self, pk, data):
        state = self.states[pk]
        key = data.draw(st.sampled_from(sorted(state.versions)))
        page = self.page(pk).revisions.get(pk=key).as_object()
        page.save_revision(clean=False)
        state.draft, state.shared_draft = copy.deepcopy(state.versions[key])
        self.remember(pk)

    @rule(pk=pages, interface=LANGUAGES)
    def save_the_row(self, pk, interface):
        """As an importer does, or a command."""
        assert self.attempt(interface, self.page(pk).save)

    @precondition(lambda self: len(self.states) < MOST_PAGES)
    @rule(target=pages, pk=pages, number=st.integers(0, 10**9), interface=LANGUAGES)
    def copy(self, pk, number, interface):
        page, state = self.page(pk), self.states[pk]
        slugs = {f"slug_{code}": f"copy-{number}-{code}" for code in CODES}
        with translation.override(interface):
            made = page.copy(update_attrs=slugs, copy_revisions=False)
        self.states[made.pk] = twin = State(self.draft(made.pk))
        twin.live, twin.last, twin.shared = copy.deepcopy(
            (state.live, state.last, state.shared)
        )
        self.remember(made.pk)
        return made.pk

    # What must hold

    @invariant()
    def readers_see_what_was_published(self):
        for pk, state in self.states.items():
            page = self.page(pk)
            for code, words in state.live.items():
                for each in (page, *EventPage.objects.filter(alias_of=pk)):
                    assert each.is_published_in(code) == (words is not None)
                if words is not None:
                    assert words_of(page, code) == words, code
            for each in EventPage.objects.filter(alias_of=pk, live=True):
                assert shared_of(each) == state.shared
            if page.live:
                assert shared_of(page) == state.shared
            assert page.live == any(words is not None for words in state.live.values())

    @invariant()
    def no_words_are_lost(self):
        for pk, state in self.states.items():
            page = self.draft(pk)
            for code, words in state.draft.items():
                assert words_of(page, code) == words, code
            assert shared_of(page) == state.shared_draft

    @invariant()
    def a_draft_is_one_that_differs(self):
        for pk in self.states:
            page = self.page(pk)
            if page.live and not page.has_unpublished_changes:
                draft = page.latest_revision.content if page.latest_revision else None
                live = scopes.content_of(page)
                assert not draft or not versions.differences(EventPage, live, draft)

    @invariant()
    def addresses_and_states_hold(self):
        assert list(repair.find_faults()) == []
        assert list(summaries.find_faults()) == []


def run(examples, steps):
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize="LANGUAGE_RUNS" not in os.environ,  # at random when it is long
            phases=[Phase.generate],  # to find the least case takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_each_language_lives_by_itself():
    runs, steps = os.environ.get("LANGUAGE_RUNS", "10x12").split("x")
    run(int(runs), int(steps))
