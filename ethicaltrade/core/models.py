"""What more than one part of the site needs: topics, people, the site's own words."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.forms import in_languages, without_drafts
from ethicaltrade.bilingual.languages import (
    localized,
    localized_names,
    require_words,
    value_in,
)
from ethicaltrade.bilingual.routing import site_of
from ethicaltrade.bilingual.slugs import free_slug, slugify
from ethicaltrade.caching.memory import remembered
from ethicaltrade.mail.addresses import check_address
from ethicaltrade.media.renditions import look_up_sizes

from .blocks.body import INLINE
from .blocks.rich_text import check_rich_text
from .collation import SortKeyField


def optional_key(to: Any, verbose_name: Any) -> models.ForeignKey:
    """A key to what may be missing; emptied when that is deleted."""
    return models.ForeignKey(
        to,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=verbose_name,
    )


class Topic(index.Indexed, models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("Used in the page's address. Made from the name if left empty."),
    )

    sort_key = SortKeyField(default=b"")

    panels = [without_drafts(), in_languages("name"), in_languages("slug")]
    search_fields = [index.AutocompleteField(name) for name in localized_names("name")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_key", "pk"]
        constraints = [
            # Django-modeltranslation adds one for each language.
            models.UniqueConstraint(fields=["slug"], name="core_topic_slug")
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        others = Topic.objects.exclude(pk=self.pk)
        for language in languages.codes():
            column = localized("slug", language)
            base = slugify(value_in(self, "name", language) or "")
            if base and not getattr(self, column):
                taken = set(others.values_list(column, flat=True))
                setattr(self, column, free_slug(base, taken.__contains__))
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        require_words(self, "name", _("Write a name in at least one language."))


def remembered_topics() -> dict[int, Topic]:
    """All there are, by primary key and in order; to be read only."""
    return remembered(("topics", languages.active()), lambda: Topic.objects.in_bulk())


class Person(index.Indexed, models.Model):
    """Somebody of the staff: writes articles, answers questions."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    photo = optional_key("media.CustomImage", _("picture"))
    sort_key = SortKeyField(default=b"")

    panels = [
        without_drafts(),
        FieldPanel("name"),
        in_languages("role"),
        FieldPanel("email"),
        FieldPanel("phone"),
        FieldPanel("photo"),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.email:
            try:
                check_address(self.email)
            except ValidationError as error:
                raise ValidationError({"email": error.messages}) from error

    @property
    def phone_link(self) -> str:
        """The number as RFC 3966 has it, for a ``tel:`` address."""
        return "".join(c for c in self.phone if c.isdigit() or c == "+")


def remembered_people(keys: Iterable[int]) -> dict[int, Person]:
    """By primary key, with their pictures and the sizes of those; to be read only."""
    wanted = tuple(sorted({key for key in keys if key}))

    def find() -> dict[int, Person]:
        found = Person.objects.select_related("photo").in_bulk(wanted)
        look_up_sizes(person.photo for person in found.values())
        return found

    return remembered(("people", wanted), find) if wanted else {}


class SocialLinkBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("Name"), max_length=40, help_text=_("For example LinkedIn.")
    )
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Social media link")


@register_setting(icon="site")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    # Fields: the organisation
    organisation_name = models.CharField(
        _("name of the organisation"), max_length=120, blank=True
    )
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    organisation_number = models.CharField(
        _("organisation number"), max_length=20, blank=True
    )

    # Fields: the block that closes every article
    closing_heading = models.CharField(_("heading"), max_length=120, blank=True)
    closing_text = models.TextField(_("text"), blank=True)
    closing_label = models.CharField(_("link text"), max_length=60, blank=True)
    closing_page = optional_key("basepage.BasePage", _("page to link to"))

    # Fields: personal data
    registration_kept_days = models.PositiveSmallIntegerField(
        _("days to keep registrations for events"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_(
            "After this many days, names and addresses are deleted and only the "
            "figures remain. People are told so when they register."
        ),
    )

    # Fields: the footer
    footer_text = RichTextField(
        _("footer text"), features=INLINE, validators=[check_rich_text], blank=True
    )

    social_links = StreamField(
        [("link", SocialLinkBlock())], blank=True, verbose_name=_("social media")
    )

    select_related = ["closing_page"]

    panels = [
        without_drafts(),
        MultiFieldPanel(
            [
                in_languages("organisation_name"),
                in_languages("tagline"),
                "address",
                "email",
                "phone",
                "organisation_number",
            ],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [
                in_languages("closing_heading"),
                in_languages("closing_text"),
                in_languages("closing_label"),
                "closing_page",
            ],
            heading=_("Closing block of every article"),
        ),
        MultiFieldPanel(
            [
                in_languages("footer_text"),
                InlinePanel("footer_pages", label=_("Page in the footer")),
                "social_links",
            ],
            heading=_("Footer"),
        ),
        MultiFieldPanel(["registration_kept_days"], heading=_("Personal data")),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self):
        return self.organisation_name

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteSettings":
        """From memory: to be read only. Who changes them asks :meth:`for_site`."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            site = site_of(request)
            find = partial(cls.for_site, site)
            key = ("site settings", site and site.pk)
            setattr(request, name, remembered(key, find))
        return getattr(request, name)


class FooterPage(Orderable):
    settings = ParentalKey(
        SiteSettings, on_delete=models.CASCADE, related_name="footer_pages"
    )
    page = models.ForeignKey(
        "basepage.BasePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("page in the footer")

    def __str__(self):
        return str(self.page)
