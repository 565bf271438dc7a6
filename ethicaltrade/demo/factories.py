"""Makes content: published pages with one save each, and people."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, meaning, publication, summaries
from ethicaltrade.home.models import HomePage
from ethicaltrade.users.models import User
from membership.affiliations.models import Affiliation
from membership.members.choices import Kind, Sector
from membership.members.models import Member

AddPage = Callable[..., Any]
PASSWORD = "etisk-handel-demo"  # noqa: S105  (printed by `make run`)


def local_time(value: datetime) -> datetime:
    return timezone.make_aware(value)


def published_in(*codes: str) -> dict[str, bool]:
    """Field values that switch on the languages named, and no other."""
    return {
        languages.localized("published", code): code in codes
        for code in languages.codes()
    }


def put_page(parent: Any, page: Any, user: Any = None) -> Any:
    """Add a live page that has no history yet."""
    page.live = True
    page.owner = user
    page.last_published_at = publication.now()
    page.first_published_at = page.first_published_at or page.last_published_at
    for code in page.published_languages:
        column = languages.localized("first_published", code)
        setattr(page, column, getattr(page, column) or page.first_published_at)
    parent.add_child(instance=page)
    return page


def keep_revision(page: Any, user: Any = None) -> Any:
    """Give a live page, as it is, its first revision: what an editor opens."""
    with summaries.written_once():
        revision = page.save_revision(
            user=user, changed=False, log_action="wagtail.publish", clean=False
        )
        type(page).objects.filter(pk=page.pk).update(live_revision=revision)
    page.live_revision = revision
    return page


def keep_earlier_source(page: Any, name: str, earlier: str, user: Any = None) -> None:
    """A first revision, which the field was translated from: it is outdated now."""
    column = languages.localized(name, page.source_language)
    now = getattr(page, column)
    setattr(page, column, earlier)
    keep_revision(page, user)
    entries = {name: [meaning.meaning(earlier), page.latest_revision_id]}
    setattr(page, column, now)
    others = languages.others(page.source_language)
    values = {languages.localized("translated_from", code): entries for code in others}
    for column, value in values.items():
        setattr(page, column, value)
    type(page).objects.filter(pk=page.pk).update(**values)


def add_live_page(parent: Any, page: Any, user: Any = None) -> Any:
    """Add a published page: one save, and no signal of its publication."""
    return keep_revision(put_page(parent, page, user), user)


def add_front_page(add: AddPage = add_live_page, **fields: Any) -> HomePage:
    """Put a front page in place of Wagtail's welcome page."""
    root = BasePage.objects.get(depth=1)
    fields = {
        "title_nb": "Etisk handel Norge",
        "title_en": "Ethical Trade Norway",
        "heading_nb": "For en ansvarlig handel",
        "heading_en": "For responsible trade",
        "slug_nb": "forside",
        **published_in(*languages.codes()),
        **fields,
    }
    front_page = add(root, HomePage(**fields), fields.get("owner"))
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    site.root_page = front_page
    site.site_name = front_page.title
    site.save()
    if welcome.pk != front_page.pk:
        BasePage.objects.get(pk=welcome.pk).delete()
    return HomePage.objects.get(pk=front_page.pk)


@cache
def _hashed() -> str:
    """The password's hash, which is made to take long."""
    return make_password(PASSWORD)


def user(email: str, *groups: str, **fields: Any) -> User:
    """A user in the groups, with the demo's password; found again when there."""
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create(email=email, password=_hashed(), **fields)
    person.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return person


def member_person(email: str, member: Member | None = None, **fields: Any) -> User:
    """A person of a member, and so in the members' group; found again when there.

    ``fields`` are the affiliation's, such as ``role``. Without a member it is one that
    has been active since 2020, and is made for the purpose.
    """
    if member is None:
        member = Member.objects.filter(slug="provemedlem").first() or Member(
            name="Prøvemedlem Demo AS",
            slug="provemedlem",
            kind=Kind.COMPANY,
            sector=Sector.SERVICES,
            member_since=date(2020, 1, 1),
        )
        member.save()
    person = User.objects.filter(email=email).first() or user(email)
    Affiliation.objects.update_or_create(
        user=person, defaults={"member": member, **fields}
    )
    return person
