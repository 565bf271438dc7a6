"""The member organisations."""

from datetime import date

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

from ethicaltrade.bilingual.forms import in_languages, without_drafts
from ethicaltrade.core.collation import FoldedField, SortKeyField
from ethicaltrade.core.models import optional_key
from ethicaltrade.dates import today
from membership.members import orgnr
from membership.members.choices import Body, Kind, Sector, State
from membership.members.forms import MemberForm
from membership.members.querysets import (
    SEARCHED,
    MemberQuerySet,
    derived_columns,
    member_slug,
)

MemberManager = models.Manager.from_queryset(MemberQuerySet)


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
        help_text=_("Used in the page's address. Made from the name if left empty."),
        error_messages={"unique": _("Another member has this slug.")},
    )
    organisation_number = orgnr.OrganisationNumberField(
        _("organisation number"),
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("Another member has this organisation number.")},
    )
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    body = models.CharField(
        _("type of public body"),
        max_length=20,
        choices=Body,
        blank=True,
        help_text=_(
            "For public bodies. The fee is calculated differently for each type."
        ),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    place = models.CharField(
        _("location"),
        max_length=80,
        blank=True,
        help_text=_("Town or municipality, such as Ålesund."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = optional_key("media.CustomImage", _("logo"))
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
    adviser = optional_key("core.Person", _("adviser"))

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
        without_drafts(),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("name", "organisation_number")),
                FieldRowPanel(["kind", "body"]),
                FieldRowPanel(["sector", "place"]),
                *(FieldPanel(name) for name in ("website", "logo")),
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
                *("name", "sort_key", "place", "kind", "sector"),
                *("adviser_id", "member_since", "ended_on"),
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
        """Fill a missing slug; remember an old one; write derived columns."""
        if not self.slug:
            others = Member.objects.exclude(pk=self.pk)
            taken = set(others.values_list("slug", flat=True))
            old = OldSlug.objects.exclude(member_id=self.pk)
            taken.update(old.values_list("slug", flat=True))
            self.slug = member_slug(self.name, taken)
        columns = kwargs.get("update_fields")
        if columns is not None:
            kwargs["update_fields"] = {*columns, *derived_columns(columns)}
        if columns is not None and "slug" not in columns:
            super().save(**kwargs)
            return
        with transaction.atomic():
            before = Member.objects.filter(pk=self.pk).values_list("slug", flat=True)
            old = before.first() if self.pk else None
            super().save(**kwargs)
            OldSlug.objects.remember(self, old)

    def clean(self):
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
        if self.member_since > day:
            return State.COMING
        if self.ended_on and self.ended_on <= day:
            return State.ENDED
        return State.ACTIVE

    @property
    def state(self) -> State:
        return self.state_on(today())

    def listed_name(self) -> str:
        """The name in the CMS's list, which sorts it in Norwegian order."""
        return self.name

    listed_name.short_description = _("name")
    listed_name.admin_order_field = "sort_key"

    @property
    def organisation_number_display(self) -> str:
        return orgnr.display(self.organisation_number)

    def number_as_written(self) -> str:
        """The number with and without spaces, for the search in the CMS."""
        number = self.organisation_number or ""
        return f"{number} {orgnr.grouped(number)}".strip()

    @property
    def kind_name(self) -> str:
        """As exactly as is known: a municipality, else a public body."""
        is_exact = self.body in (Body.MUNICIPALITY, Body.COUNTY)
        return self.get_body_display() if is_exact else self.get_kind_display()


class OldSlugManager(models.Manager):
    def remember(self, member: Member, old: str | None) -> None:
        """A slug that is in use again is no longer an old one."""
        if old == member.slug:
            return
        self.filter(slug=member.slug).delete()
        if old:
            self.update_or_create(slug=old, defaults={"member": member})


class OldSlug(models.Model):
    """Redirects to the member, unlike an OldAddress wherever the directory is."""

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
