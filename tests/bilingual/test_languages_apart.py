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
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import (
    actions,
    by_the_clock,
    repair,
    scopes,
    summaries,
    versions,
)
from ethicaltrade.bilingual.models import Schedule
from events.models import EventIndexPage, EventPage
from tests.bilingual.desk import Desk, Form
from tests.bilingual.expected import CODES, Addresses, State, contents_of
from tests.conftest import add_programme
from tests.events.support import event, on
from tests.support import factories

pytestmark = [pytest.mark.every_database, pytest.mark.long]

LANGUAGES = st.sampled_from(CODES)
SOME = st.sets(LANGUAGES, min_size=1)
WORDS = st.sampled_from(["Øl", "Beer", "Levelønn", "A", ""])
NAMES = st.sampled_from(["Kari Demo", "Ola Demo", "Ada Demo"])
MOST_PAGES = 4


class Newsroom(RuleBasedStateMachine):
    pages = Bundle("pages")

    def __init__(self, sections, desks):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.sections, self.desks, self.reader = sections, desks, Client()
        self.states = {}
        self.addresses = Addresses()
        self.step, self.touched = 0, set()
        self.may_move = set()  # pages and languages, in this step

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def page(self, pk):
        self.touched.add(pk)
        return EventPage.objects.get(pk=pk)

    def draft(self, pk):
        return self.page(pk).get_latest_revision_as_object()

    def form(self, pk):
        page = self.page(pk)
        return Form(page, page.get_latest_revision_as_object())

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

    def save(self, pk, interface, form, codes=CODES, titles=None, **options):
        """Whether it was accepted: a draft needs a title in one language."""
        titles = titles or [words["title"] for words in self.states[pk].draft.values()]
        done = self.desks[interface].save(form, codes, **options)
        assert done == any(titles), self.desks[interface].said
        return done

    # What editors do in the CMS

    @initialize(target=pages, nb=WORDS, en=WORDS)
    def begin(self, nb, en):
        return self.create_page(nb, en)

    @precondition(lambda self: len(self.states) < MOST_PAGES)
    @rule(target=pages, nb=WORDS, en=WORDS)
    def create(self, nb, en):
        return self.create_page(nb, en)

    def create_page(self, nb, en):
        page = event(
            on(date(2027, 5, 12)),
            title_nb=nb or "Uten navn",
            title_en=en,
            city_en="Oslo",
            **dict.fromkeys(("published_nb", "published_en"), False),
        )
        page.live = False
        self.sections[0].add_child(instance=page)
        page.save_revision()
        self.states[page.pk] = State(self.draft(page.pk))
        self.remember(page.pk)
        return page.pk

    @rule(pk=pages, code=LANGUAGES, title=WORDS, lead=WORDS, interface=LANGUAGES)
    def write(self, pk, code, title, lead, interface):
        words = {"title": title, "lead": lead}
        form, draft = self.form(pk), self.states[pk].draft
        form.write(code, **words)
        titles = [title, *(draft[each]["title"] for each in CODES if each != code)]
        if self.save(pk, interface, form, [code], titles):
            draft[code] |= words
            self.remember(pk)

    @rule(
        pk=pages,
        text=WORDS,
        name=NAMES,
        role=WORDS,
        code=LANGUAGES,
        interface=LANGUAGES,
    )
    def write_what_is_shared(self, pk, text, name, role, code, interface):
        form, state = self.form(pk), self.states[pk]
        form.sent["place_address"] = text
        uuid = form.add_speaker(name=name, **{f"role_{code}": role})
        if self.save(pk, interface, form, [code]):
            state.shared_draft["place_address"] = text
            state.shared_draft["speakers"].append((uuid, name))
            for each in CODES:
                state.draft[each]["roles"][uuid] = role if each == code else ""
            self.remember(pk)

    @rule(pk=pages, code=LANGUAGES, role=WORDS, interface=LANGUAGES, data=st.data())
    def write_a_role(self, pk, code, role, interface, data):
        form, state = self.form(pk), self.states[pk]
        if rows := state.shared_draft["speakers"]:
            uuid, _name = data.draw(st.sampled_from(rows))
            form.write_speaker(uuid, **{f"role_{code}": role})
            if self.save(pk, interface, form, [code]):
                state.draft[code]["roles"][uuid] = role
                self.remember(pk)

    @rule(pk=pages, interface=LANGUAGES, data=st.data())
    def take_a_speaker_out(self, pk, interface, data):
        form, state = self.form(pk), self.states[pk]
        if rows := state.shared_draft["speakers"]:
            gone, _name = data.draw(st.sampled_from(rows))
            form.write_speaker(gone, DELETE="on")
            if self.save(pk, interface, form):
                kept = [row for row in rows if row[0] != gone]
                state.shared_draft["speakers"] = kept
                for words in state.draft.values():
                    words["roles"].pop(gone)
                self.remember(pk)

    @rule(pk=pages, codes=SOME, interface=LANGUAGES)
    def publish(self, pk, codes, interface):
        desk, state = self.desks[interface], self.states[pk]
        done = desk.publish(self.form(pk), codes)
        assert done == state.has_what_it_needs(codes), desk.said
        if done:
            state.publish(codes)
            self.may_move = {(pk, code) for code in codes}
            self.remember(pk)

    @rule(pk=pages, codes=SOME, interface=LANGUAGES)
    def take_down(self, pk, codes, interface):
        state = self.states[pk]
        if self.page(pk).live:
            self.desks[interface].take_down(pk, codes)
            state.take_down(codes)

    @rule(pk=pages, interface=LANGUAGES, data=st.data())
    def revert(self, pk, interface, data):
        page, state = self.page(pk), self.states[pk]
        key = data.draw(st.sampled_from(sorted(state.versions)))
        form = Form(page, page.revisions.get(pk=key).as_object())
        words, shared = state.versions[key]
        titles = [each["title"] for each in words.values()]
        if self.save(pk, interface, form, titles=titles, revision=key):
            state.draft, state.shared_draft = copy.deepcopy((words, shared))
            self.remember(pk)

    @rule(pk=pages, place=st.sampled_from([0, 1]), interface=LANGUAGES)
    def move(self, pk, place, interface):
        """Its addresses follow in every language, if all are free there."""
        section = EventIndexPage.objects.get(pk=self.sections[place].pk)
        before, after = self.addresses.now, {}
        for code in CODES:
            slug = before[pk, code].split("/")[-2]
            after[pk, code] = f"{getattr(section, f'url_path_{code}')}{slug}/"
        is_free = not any(
            BasePage.objects.filter(**{f"url_path_{code}": path}).exclude(pk=pk)
            for (_pk, code), path in after.items()
        )
        self.desks[interface].move(pk, section.pk)
        self.may_move = set(after)
        self.follow_addresses()
        assert self.addresses.now == before | (after if is_free else {})
        if self.page(pk).live:
            self.readers_find(pk)

    def readers_find(self, pk):
        """Where it is, and from where it was."""
        here, state = self.addresses.of(pk), self.states[pk]
        for code, url in here.items():
            answer = self.reader.get(url)
            assert answer.status_code == 200
            if words := state.live[code]:
                assert answer.context["page"].pk == pk
                assert f"{words['title']}</h1>" in answer.content.decode()
        for code, url in self.addresses.old_ones_of(pk):
            answer = self.reader.get(url)
            assert (answer.status_code, answer.url) == (301, here[code]), url

    # What is done by code, and by the clock

    @rule(
        pk=pages,
        code=LANGUAGES,
        title=WORDS,
        lead=WORDS,
        role=WORDS,
        interface=LANGUAGES,
    )
    def import_words(self, pk, code, title, lead, role, interface):
        """Of one language, as a draft."""
        page, draft = self.page(pk), self.states[pk].draft[code]
        parts = scopes.split(EventPage, actions.draft_of(page))
        parts.words[code] |= {("title",): title, ("lead",): lead} | {
            ("speakers", str(uuid), "role"): role for uuid in draft["roles"]
        }
        imported = page.with_content_json(scopes.join(EventPage, parts))
        assert self.attempt(interface, partial(imported.save_revision, clean=False))
        draft |= {"title": title, "lead": lead}
        draft["roles"] = dict.fromkeys(draft["roles"], role)
        self.remember(pk)

    @rule(pk=pages, interface=LANGUAGES)
    def unpublish(self, pk, interface):
        """By Wagtail's own door."""
        assert self.attempt(interface, self.page(pk).unpublish)
        self.states[pk].take_down(CODES)

    @rule(pk=pages, code=LANGUAGES, interface=LANGUAGES)
    def schedule(self, pk, code, interface):
        desk, state = self.desks[interface], self.states[pk]
        self.touched.add(pk)
        tomorrow = timezone.now() + timedelta(days=1)
        done = desk.schedule(pk, code, tomorrow.replace(hour=12))
        assert done == state.has_what_it_needs([code]), desk.said
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
            self.may_move.add((one.page_id, one.language))

    @rule(pk=pages, interface=LANGUAGES)
    def alias(self, pk, interface):
        page = self.page(pk)
        if page.live:
            slug = f"alias-{EventPage.objects.count()}"
            with translation.override(interface):
                page.create_alias(parent=self.sections[0], update_slug=slug)

    @rule(pk=pages, interface=LANGUAGES)
    def save_the_row(self, pk, interface):
        """As an importer does, or a command."""
        assert self.attempt(interface, self.page(pk).save)

    @precondition(lambda self: len(self.states) < MOST_PAGES)
    @rule(target=pages, pk=pages, interface=LANGUAGES)
    def copy(self, pk, interface):
        page, state = self.page(pk), self.states[pk]
        number = EventPage.objects.count()
        slugs = {f"slug_{code}": f"copy-{number}-{code}" for code in CODES}
        with translation.override(interface):
            made = page.copy(update_attrs=slugs, copy_revisions=False)
        self.states[made.pk] = twin = State(self.draft(made.pk))
        if page.live:  # else it never was public
            twin.live, twin.last, twin.shared = copy.deepcopy(
                (state.live, state.last, state.shared)
            )
        self.remember(made.pk)
        return made.pk

    # What must hold

    @invariant()
    def all_is_as_it_should_be(self):
        """With each page that was touched; with all of them every now and then."""
        self.step += 1
        is_thorough = self.step % 5 == 0
        touched, self.touched = self.touched, set()
        for pk in self.states if is_thorough else touched & self.states.keys():
            page = EventPage.objects.get(pk=pk)
            self.readers_see_what_was_published(page)
            self.no_words_are_lost(page)
        self.follow_addresses()
        assert list(repair.find_faults()) == []
        if is_thorough:
            assert list(summaries.find_faults()) == []

    def readers_see_what_was_published(self, page):
        state = self.states[page.pk]
        public = [code for code in CODES if state.live[code] is not None]
        for each in (page, *EventPage.objects.filter(alias_of=page.pk)):
            assert (each.public_languages, each.live) == (public, bool(public))
            if public:
                words, shared = contents_of(each)
                assert shared == state.shared
                for code in public:
                    assert words[code] == state.live[code], code

    def no_words_are_lost(self, page):
        state, draft = self.states[page.pk], page.get_latest_revision_as_object()
        assert contents_of(draft) == (state.draft, state.shared_draft)
        if page.live and not page.has_unpublished_changes and page.latest_revision:
            live, latest = scopes.content_of(page), page.latest_revision.content
            assert not versions.differences(EventPage, live, latest)

    def follow_addresses(self):
        """Where readers know a page, it stays, but for what was published or moved."""
        columns = [f"url_path_{code}" for code in CODES]
        found = {
            (pk, code): path
            for pk, *paths in EventPage.objects.filter(pk__in=self.states).values_list(
                "pk", *columns
            )
            for code, path in zip(CODES, paths, strict=True)
        }
        public = {pk for pk, state in self.states.items() if state.was_ever_public}
        self.addresses.follow(found, public, self.may_move)
        self.may_move = set()


def run(examples, steps):
    home = factories.add_front_page()
    sections = [add_programme(home), add_programme(home)]
    desks = {code: Desk(code) for code in CODES}
    run_state_machine_as_test(
        partial(Newsroom, sections, desks),
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
    usual = "8x12" if connection.vendor == "postgresql" else "3x12"
    runs, steps = os.environ.get("LANGUAGE_RUNS", usual).split("x")
    run(int(runs), int(steps))
