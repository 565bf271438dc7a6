"""The member organisations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.search import index

from ethicaltrade.bilingual.panels import in_languages
from ethicaltrade.bilingual.slugs import free_slug, slugify
from ethicaltrade.core.collation import FoldedField, SortKeyField, fold, sort_key
from membership.members import orgnr
from membership.members.dates import today
from membership.members.forms import MemberForm
from membership.members.vocabulary import Body, Kind, Sector, State

SEARCHED = ("name", "place", "organisation_number")


class MemberQuerySet(models.QuerySet):
    """Members, asked for in the words of the membership.

    On any day a membership is not begun, active or ended, and only one of them.
    """

    def coming(self, on: date | None = None):
        """Those whose membership has not begun on the day; today when none is given."""
        return self.filter(member_since__gt=on or today())

    def active(self, on: date | None = None):
        """Those who are members on the day."""
        on = on or today()
        has_no_end = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(has_no_end, member_since__lte=on)

    def ended(self, on: date | None = None):
        """Those who were members before the day, and are no longer."""
        on = on or today()
        return self.filter(member_since__lte=on, ended_on__lte=on)

    def in_state(self, state: str, on: date | None = None):
        """Those in one of the states."""
        return {
            State.COMING: self.coming,
            State.ACTIVE: self.active,
            State.ENDED: self.ended,
        }[State(state)](on)

    def visible_to(self, user: Any):
        """Those that lists, counts and search show to the user.

        Who is a member is public knowledge; who was one is not listed.
        """
        return self.active()

    def matching(self, text: str):
        """Those whose name, place or number has every word of the text in it."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def beginning_with(self, first: str, last: str = ""):
        """Those listed under the letter, or the first to the last one; Aa is å."""
        end = sort_key(last or first)
        end = end[:-1] + bytes([end[-1] + 1])  # sorts after all that begin with it
        return self.filter(sort_key__gte=sort_key(first), sort_key__lt=end)

    def with_logos(self):
        """With the logos and their sizes: two queries in all."""
        return self.select_related("logo").prefetch_related("logo__renditions")

    def with_cards(self):
        """With what a card shows: logo and public reports. Three queries in all."""
        reports = self.model.reports.rel.related_model.objects.public()
        return self.with_logos().prefetch_related(
            models.Prefetch(
                "reports", reports.select_related("document"), to_attr="public_reports"
            )
        )

    # Writing many at a time goes past Member.save().

    def bulk_create(self, objs: Iterable["Member"], *args: Any, **kwargs: Any):
        """Give slugs to those without, then write all of them."""
        members = list(objs)
        taken = set(self.model.objects.values_list("slug", flat=True))
        taken.update(member.slug for member in members)
        for member in members:
            if not member.slug:
                member.slug = slug_of(member.name, taken)
                taken.add(member.slug)
        return super().bulk_create(members, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable["Member"], fields: Iterable[str], *args: Any, **kwargs: Any
    ):
        """Write what is made of the fields with them."""
        members, fields = list(objs), [*fields]
        for made in set(made_of(fields)) - set(fields):
            fields.append(made)
            for member in members:
                self.model._meta.get_field(made).pre_save(member, add=False)
        return super().bulk_update(members, fields, *args, **kwargs)

    def update(self, **values: Any):
        """Write the sort key with the name; a name must then be a text."""
        if "name" in values and "sort_key" not in values:
            values["sort_key"] = sort_key(values["name"])
        if "search_text" in values or "search_text" not in made_of(values):
            return super().update(**values)
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**values)
        for member in self.model.objects.filter(pk__in=keys).iterator(chunk_size=500):
            member.save(update_fields=["search_text"])
        return changed


def made_of(names: Iterable[str]) -> list[str]:
    """The columns that are made of the ones named."""
    made = {"sort_key": ("name",), "search_text": SEARCHED}
    return [column for column, sources in made.items() if {*sources} & {*names}]


MemberManager = models.Manager.from_queryset(MemberQuerySet)


def slug_of(name: str, taken: set[str]) -> str:
    """The name as a slug, with a number where another member has it."""
    return free_slug(slugify(name) or "member", taken.__contains__)


class Member(index.Indexed, ClusterableModel):
    """An organisation that is, was or is about to become a member."""

    # Fields: the organisation, all of it public
    name = models.CharField(_("name"), max_length=200)
    sort_key = SortKeyField(source="name", verbose_name=_("sort key"))
    search_text = FoldedField(sources=SEARCHED)
    slug = models.SlugField(
        _("slug"),
        max_length=255,
        unique=True,
        blank=True,
        help_text=_("The name in addresses; made from the name when left empty."),
        error_messages={"unique": _("Another member has this slug.")},
    )
    organisation_number = orgnr.OrganisationNumberField(
        _("organisation number"),
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Another member has this organisation number.")},
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    body = models.CharField(
        _("sort of public body"),
        max_length=20,
        choices=Body,
        blank=True,
        help_text=_("For public bodies; the fee is reckoned differently for each."),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    place = models.CharField(
        _("place"),
        max_length=80,
        blank=True,
        help_text=_("Town or municipality, such as Ålesund."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "media.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    presentation = models.TextField(
        _("presentation"),
        blank=True,
        help_text=_("Who they are and what they work on, in a few sentences."),
    )

    # Fields: the membership
    member_since = models.DateField(_("member since"))
    ended_on = models.DateField(
        _("ended"),
        null=True,
        blank=True,
        help_text=_("The first day they are no longer a member."),
    )
    adviser = models.ForeignKey(
        "core.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("adviser"),
    )

    # Fields: the size that the fee is reckoned from, never shown to visitors
    turnover = models.PositiveBigIntegerField(
        _("turnover"), null=True, blank=True, help_text=_("Kroner a year.")
    )
    inhabitants = models.PositiveIntegerField(
        _("inhabitants"),
        null=True,
        blank=True,
        help_text=_("For municipalities and counties."),
    )

    objects = MemberManager()

    base_form_class = MemberForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("organisation_number"),
                FieldRowPanel(["kind", "body"]),
                FieldRowPanel(["sector", "place"]),
                FieldPanel("website"),
                FieldPanel("logo"),
                in_languages("presentation"),
            ],
            heading=_("The organisation"),
        ),
        InlinePanel("reports", heading=_("Reports"), label=_("Report")),
        MultiFieldPanel(
            [FieldRowPanel(["member_since", "ended_on"]), FieldPanel("adviser")],
            heading=_("The membership"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["turnover", "inhabitants"])],
            heading=_("Size for the fee (never shown to visitors)"),
        ),
        FieldPanel("slug"),
    ]
    # For the CMS, where the list is filtered and sorted while it is searched.
    search_fields = [
        index.AutocompleteField("name"),
        index.AutocompleteField("place"),
        index.AutocompleteField("number_as_written"),
        *(
            index.FilterField(name)
            for name in (
                "name",
                "sort_key",
                "place",
                "kind",
                "sector",
                "adviser_id",
                "member_since",
                "ended_on",
            )
        ),
    ]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key"], name="membership_member_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("member_since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_(
                    "The membership cannot end before it begins."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        """Fill a missing slug; remember an old one; write what is made of fields."""
        if not self.slug:
            others = Member.objects.exclude(pk=self.pk)
            taken = set(others.values_list("slug", flat=True))
            old = OldSlug.objects.exclude(member_id=self.pk)
            taken.update(old.values_list("slug", flat=True))
            self.slug = slug_of(self.name, taken)
        columns = kwargs.get("update_fields")
        if columns is not None:
            kwargs["update_fields"] = {*columns, *made_of(columns)}
        if columns is not None and "slug" not in columns:
            super().save(**kwargs)
            return
        with transaction.atomic():
            before = Member.objects.filter(pk=self.pk).values_list("slug", flat=True)
            old = before.first() if self.pk else None
            super().save(**kwargs)
            OldSlug.objects.remember(self, old)

    def clean(self):
        """Hold the dates and the size together."""
        super().clean()
        self.organisation_number = self.organisation_number or None
        errors = {}
        if self.ended_on and self.member_since and self.ended_on < self.member_since:
            errors["ended_on"] = _("The membership cannot end before it begins.")
        if self.kind != Kind.PUBLIC:
            if self.inhabitants is not None:
                errors["inhabitants"] = _("Only a public body has inhabitants.")
            if self.body:
                errors["body"] = _("Only for public bodies.")
        if errors:
            raise ValidationError(errors)

    def state_on(self, day: date) -> State:
        """Where the membership stands on the day; the same rule as the QuerySet's."""
        if self.member_since > day:
            return State.COMING
        if self.ended_on and self.ended_on <= day:
            return State.ENDED
        return State.ACTIVE

    @property
    def state(self) -> State:
        """Where the membership stands today."""
        return self.state_on(today())

    def listed_name(self) -> str:
        """The name in the CMS's list, which sorts it in Norwegian order."""
        return self.name

    listed_name.short_description = _("name")
    listed_name.admin_order_field = "sort_key"

    @property
    def organisation_number_display(self) -> str:
        """The number in groups of three; empty when there is none."""
        return orgnr.display(self.organisation_number)

    def number_as_written(self) -> str:
        """The number with and without spaces, for the search in the CMS."""
        number = self.organisation_number or ""
        return f"{number} {orgnr.grouped(number)}".strip()

    @property
    def kind_name(self) -> str:
        """What it is, as exactly as is known: a municipality, else a public body."""
        is_exact = self.body in (Body.MUNICIPALITY, Body.COUNTY)
        return self.get_body_display() if is_exact else self.get_kind_display()


class OldSlugManager(models.Manager):
    """Keeps the slugs that members had."""

    def remember(self, member: Member, old: str | None) -> None:
        """Write down the slug a member had; the one it has now is nobody's old one."""
        if old == member.slug:
            return
        self.filter(slug=member.slug).delete()
        if old:
            self.update_or_create(slug=old, defaults={"member": member})


class OldSlug(models.Model):
    """A slug that a member once had: its address leads to the present one."""

    slug = models.SlugField(_("slug"), max_length=255, unique=True)
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        related_name="old_slugs",
        verbose_name=_("member"),
    )

    objects = OldSlugManager()

    class Meta:
        verbose_name = _("old slug of a member")
        verbose_name_plural = _("old slugs of members")

    def __str__(self):
        return self.slug
