"""Members, asked for in the words of the membership, and written many at a time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from ethicaltrade.bilingual.slugs import free_slug, slugify
from ethicaltrade.core.collation import fold, sort_key
from ethicaltrade.dates import today
from ethicaltrade.typed_text import clean_record

from .choices import State

SEARCHED = ("name", "place", "organisation_number")


class MemberQuerySet(models.QuerySet):
    """On any day a membership is coming, active or ended, and only one of them."""

    def coming(self, on: date | None = None):
        """Not begun on the day (default today, as below)."""
        return self.filter(member_since__gt=on or today())

    def active(self, on: date | None = None):
        on = on or today()
        has_no_end = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(has_no_end, member_since__lte=on)

    def ended(self, on: date | None = None):
        on = on or today()
        return self.filter(member_since__lte=on, ended_on__lte=on)

    def in_state(self, state: str, on: date | None = None):
        return {
            State.COMING: self.coming,
            State.ACTIVE: self.active,
            State.ENDED: self.ended,
        }[State(state)](on)

    def visible_to(self, user: Any):
        """Who is a member is public; who was one is not listed."""
        return self.active()

    def matching(self, text: str):
        """Every word of the text is in the name, place or number."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def beginning_with(self, first: str, last: str = ""):
        """Listed under the letter, or the first to the last one; Aa is å."""
        end = sort_key(last or first)
        end = end[:-1] + bytes([end[-1] + 1])  # sorts after all that begin with it
        return self.filter(sort_key__gte=sort_key(first), sort_key__lt=end)

    def with_logos(self):
        return self.select_related("logo").prefetch_related("logo__renditions")

    def with_cards(self):
        """With logo and public reports. Three queries in all."""
        reports = self.model.reports.rel.related_model.objects.public()
        return self.with_logos().prefetch_related(
            models.Prefetch(
                "reports", reports.select_related("document"), to_attr="public_reports"
            )
        )

    # Writing many at a time goes past Member.save().

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any):
        members = list(objs)
        taken = set(self.model.objects.values_list("slug", flat=True))
        taken.update(member.slug for member in members)
        for member in members:
            clean_record(member)
            if not member.slug:
                member.slug = member_slug(member.name, taken)
                taken.add(member.slug)
        return super().bulk_create(members, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ):
        members, fields = list(objs), [*fields]
        for made in set(derived_columns(fields)) - set(fields):
            fields.append(made)
            for member in members:
                self.model._meta.get_field(made).pre_save(member, add=False)
        return super().bulk_update(members, fields, *args, **kwargs)

    def update(self, **values: Any):
        """Write derived columns too; a name must be a text."""
        if "name" in values and "sort_key" not in values:
            values["sort_key"] = sort_key(values["name"])
        if "search_text" in values or "search_text" not in derived_columns(values):
            return super().update(**values)
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**values)
        for member in self.model.objects.filter(pk__in=keys).iterator(chunk_size=500):
            member.save(update_fields=["search_text"])
        return changed


def derived_columns(names: Iterable[str]) -> list[str]:
    made = {"sort_key": ("name",), "search_text": SEARCHED}
    return [column for column, sources in made.items() if {*sources} & {*names}]


def member_slug(name: str, taken: set[str]) -> str:
    return free_slug(slugify(name) or "member", taken.__contains__)
