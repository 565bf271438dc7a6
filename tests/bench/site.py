"""A site of many articles, made in a minute.

    DATABASE_URL=postgres://…/large python -m tests.bench.site 50000

fills the empty database that DATABASE_URL names (without it: var/bench.sqlite3), and
leaves it there to be measured or looked at. The media land in var/media.

It begins with the demo site, through the models: its articles in both languages or in
one, an article closed to all but members, its events and members. Then their rows are
copied in SQL: as many articles as are asked for, an event for every tenth of them,
some of them to come, and 200 members. What `clean` refuses would not be noticed here,
so the addresses and the tree are checked at the end (up to 5,000 articles).
"""

import os
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from zoneinfo import ZoneInfo

import django
import pytest

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
YEARS = timedelta(days=20 * 365)  # that articles and past events are spread over
LENGTH = timedelta(hours=2)  # of an event
UPCOMING = 60  # events
MEMBERS = 200
CHECKED = 5_000  # articles; the checks ask of each page, and the rows are made alike
WORDS = {1000: "vaniljeis", 100: "roser", 10: "sjokolade"}
"""Words that one in so many of the articles has besides."""


def main() -> None:
    [size] = map(int, sys.argv[1:]) if len(sys.argv) > 1 else [500]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethicaltrade.settings.development")
    if not os.environ.get("DATABASE_URL"):
        os.makedirs("var", exist_ok=True)
        os.environ["DATABASE_URL"] = f"sqlite:///{os.path.abspath('var/bench.sqlite3')}"
    django.setup()
    begin()
    grow(size)
    if size <= CHECKED:
        check()
    print(f"{size} articles in {os.environ['DATABASE_URL']}")


def begin() -> None:
    """The small site whose rows are copied: the demo's, and an article for members."""
    from django.core.management import call_command

    from tests.support.demo import use_plain_pictures

    with pytest.MonkeyPatch.context() as monkeypatch:
        use_plain_pictures(monkeypatch)
        call_command("demo", "--migrate", stdout=StringIO())
        call_command("make_renditions", stdout=StringIO())
    add_closed_article()


def add_closed_article() -> None:
    """As the newest article that is in both languages, but for members alone."""
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    from articles.models import ArticlePage, Byline
    from ethicaltrade.users.models import MEMBERS_GROUP
    from tests.support import factories

    like = ArticlePage.objects.filter(published_nb=True, published_en=True).last()
    closed = factories.article(
        title_nb="For medlemmer",
        title_en="For members",
        **{
            name: getattr(like, name)
            for name in ("lead_nb", "lead_en", "body_nb", "body_en", "hero_image")
        },
    )
    closed.topics = list(like.topics.all())
    closed.bylines = [Byline(person=byline.person) for byline in like.bylines.all()]
    factories.put_page(like.get_parent(), closed)
    restriction = PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.filter(name=MEMBERS_GROUP))


def grow(size: int) -> None:
    """Copy what :func:`begin` made until the site has as many articles as `size`."""
    from django.db import transaction

    from . import copies

    numbers = count(1)
    with transaction.atomic():
        grow_news(size, numbers)
        grow_programme(size // 10, numbers)
        add_members()
    copies.finish()


def spread(many: int, begin: datetime, end: datetime) -> list[datetime]:
    """As many moments, evenly from the first one on."""
    return [begin + (end - begin) / max(many, 1) * place for place in range(many)]


def planned(parent, sources: list[int], moments: list[datetime], numbers) -> Iterator:
    """A copy for each moment, of the sources by turns, below the parent."""
    from ethicaltrade.basepage.models import BasePage

    from .copies import SIGNS, Copy, step

    last_key = BasePage.objects.order_by("pk").last().pk
    last_child = parent.get_last_child().path
    first = int(last_child[-BasePage.steplen :], len(SIGNS)) + 1
    for place, moment in enumerate(moments):
        turn, of = divmod(place, len(sources))
        yield Copy(
            source=sources[of],
            target=last_key + 1 + place,
            number=next(numbers),
            turn=turn,
            path=parent.path + step(first + place),
            key=uuid.uuid4(),
            published_at=min(moment, NOW),
            starts_at=moment,
            ends_at=moment + LENGTH,
            word=next((WORDS[each] for each in WORDS if place % each == 7), ""),
        )


def grow_news(size: int, numbers) -> None:
    """Articles, whose related ones are copies of the same turn."""
    from articles.models import ArticleIndexPage, ArticlePage, Byline, RelatedArticle

    from .copies import copy_rows, plan

    news = ArticleIndexPage.objects.get()
    sources = list(ArticlePage.objects.order_by("path").values_list("pk", flat=True))
    moments = spread(size - len(sources), NOW, NOW - YEARS)
    plan(planned(news, sources, moments, numbers))
    copy_page_rows(news, ArticlePage)
    copy_rows(ArticlePage.topics.through, "articlepage")
    copy_rows(Byline, "page")
    copy_rows(
        RelatedArticle,
        "page",
        "JOIN copies AS other ON other.source = row.article_id "
        "AND other.turn = copies.turn",
        article="other.target",
    )


def grow_programme(past: int, numbers) -> None:
    """Events that are over, and some to come; each on one day."""
    from django.db.models import Count

    from events import models

    from .copies import copy_rows, plan

    programme = models.EventIndexPage.objects.get()
    on_one_day = models.EventPage.objects.annotate(days=Count("dates")).filter(
        state="scheduled", days=1, dates__last_day=None
    )
    sources = list(on_one_day.order_by("path").values_list("pk", flat=True))
    moments = [
        *spread(past, NOW - YEARS, NOW - LENGTH),
        *spread(UPCOMING, NOW + timedelta(days=1), NOW + timedelta(days=300)),
    ]
    events = list(planned(programme, sources, moments, numbers))
    plan(events)
    copy_page_rows(
        programme,
        models.EventPage,
        starts_at="copies.starts_at",
        ends_at="copies.ends_at",
        deadline_day="NULL",
    )
    copy_rows(models.EventPage.topics.through, "eventpage")
    for model in (models.EventOrganiser, models.EventSpeaker, models.ProgrammeItem):
        copy_rows(model, "page")
    add_dates(events)


def add_dates(events: list) -> None:
    """The days and times of the events, and their entries in calendars."""
    from events.models import CalendarEntry, EventDate, EventPage

    zones = dict(EventPage.objects.values_list("pk", "time_zone"))
    dates, entries = [], []
    for event in events:
        start, end = (
            moment.astimezone(ZoneInfo(zones[event.target]))
            for moment in (event.starts_at, event.ends_at)
        )
        moments = {
            "page_id": event.target,
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
        }
        dates.append(
            EventDate(
                day=start.date(),
                start_time=start.time(),
                end_time=end.time(),
                last_day=None if start.date() == end.date() else end.date(),
                **moments,
            )
        )
        entries.append(CalendarEntry(changed_at=event.published_at, **moments))
    EventDate.objects.bulk_create(dates, batch_size=2000)
    CalendarEntry.objects.bulk_create(entries, batch_size=2000)


def add_members() -> None:
    """Members and their reports, until there are as many as :data:`MEMBERS`."""
    from membership.members.models import Member, Report

    members = list(Member.objects.order_by("pk"))
    for number in range(MEMBERS - len(members)):
        like = members[number % len(members)]
        reports = list(Report.objects.filter(member=like))
        member = Member.objects.get(pk=like.pk)
        member.pk, member.slug, member.organisation_number = None, "", None
        member.name = f"{like.name} {number}"
        member._state.adding = True
        member.save()
        for report in reports:
            report.pk, report.member = None, member
            report._state.adding = True
        Report.objects.bulk_create(reports)


def copy_page_rows(parent, model, **changed: str) -> None:
    """Its place, its languages, who may see it, its words in both indexes."""
    from wagtail.models import PageViewRestriction

    from ethicaltrade.bilingual.models import PageLanguage
    from ethicaltrade.search.models import SearchEntry

    from .copies import copy_index, copy_pages, copy_restricted_groups, copy_rows

    copy_pages(parent)
    copy_rows(model, model._meta.pk.name, **changed)
    copy_rows(PageLanguage, "page")
    copy_rows(PageViewRestriction, "page")
    copy_restricted_groups()
    words = "' ' || copies.number || ' ' || copies.word"
    copy_rows(
        SearchEntry,
        "page",
        published_at="copies.published_at",
        title="row.title || ' ' || copies.number",
        text=f"row.text || {words}",
        title_lemmas="row.title_lemmas || ' ' || copies.number",
        text_lemmas=f"row.text_lemmas || {words}",
    )
    copy_index(model)
    entries = SearchEntry._meta.db_table
    copy_index(
        SearchEntry,
        "source.id",
        "target.id",
        f"JOIN {entries} AS target ON target.page_id = copies.target "
        f"JOIN {entries} AS source ON source.page_id = copies.source "
        "AND source.language = target.language",
    )


def check() -> None:
    """Raises where the tree or an address is not as the models would have it."""
    from django.core.management import call_command

    from ethicaltrade.basepage.models import BasePage

    problems = BasePage.find_problems()
    if any(problems):
        raise RuntimeError(f"The tree is not whole: {problems}")
    call_command("check_addresses", stdout=StringIO())


if __name__ == "__main__":
    main()
