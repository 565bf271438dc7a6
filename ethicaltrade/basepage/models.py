"""The base page, in place of Wagtail's own: docs/decisions/0001-base-page.md."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.compat import HTTPMethod
from wagtail.models import (
    AbstractPage,
    DefaultBasePageMixin,
    PageManager,
    PageViewRestriction,
)
from wagtail.models.pages import AbstractPageMeta
from wagtail.models.panels import CommentPanelPlaceholder
from wagtail.search import index

from ethicaltrade.bilingual.forms import in_languages, title_row
from ethicaltrade.bilingual.languages import (
    active,
    codes,
    localized,
    localized_names,
)
from ethicaltrade.bilingual.pages import BilingualPage
from ethicaltrade.bilingual.publication import PublicationQuerySet
from ethicaltrade.bilingual.summaries import SECTION
from ethicaltrade.outages.database import whole_section
from ethicaltrade.privacy import gates
from ethicaltrade.privacy.models import GateField
from ethicaltrade.privacy.visibility import PrivatePageQuerySet, restrictions_of
from ethicaltrade.tasks.rights import TaskedPage
from ethicaltrade.typed_text import clean_record

from . import closing
from .forms import ClosingCopyForm

# Characters that search engines show of a title and of a description, more or less.
TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 155
# Of a title that still fits a card and a phone.
LONGEST_TITLE = 100


class BasePageQuerySet(PrivatePageQuerySet, PublicationQuerySet):
    """Pages, asked for in the words of the newsroom."""

    def prefetch_workflow_states(self):
        """Wagtail's lists and forms ask for them, even where there are none."""
        if not settings.WAGTAIL_WORKFLOW_ENABLED:
            return self
        return super().prefetch_workflow_states()

    def first_published_in(self, year: int):
        """In the active language; in the zone of the site."""
        column = localized("first_published", active())
        return self.filter(**{f"{column}__year": year})

    def newest_first(self):
        """By date in the active language; the primary key settles the same second."""
        return self.order_by(f"-{localized('first_published', active())}", "-pk")


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(TaskedPage, BilingualPage, DefaultBasePageMixin):
    """``WAGTAIL_PAGE_MODEL``."""

    gate = GateField()

    objects = BasePageManager()
    copy_form_class = ClosingCopyForm

    # GET answers everyone; a page with a form adds POST.
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        HTTPMethod.GET,
        HTTPMethod.HEAD,
        HTTPMethod.OPTIONS,
    ]

    advised_lengths: ClassVar[dict[str, int]] = {"title": LONGEST_TITLE}
    title_length: ClassVar[int] = TITLE_LENGTH
    anchors: ClassVar[tuple[str, ...]] = ("content",)

    og_type = "website"  # https://ogp.me/#types
    share_image = None  # a picture for social media
    part_of = None  # a page whose lead describes this one, where it has none

    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        *(index.SearchField(name, boost=2) for name in localized_names("title")),
        *(index.AutocompleteField(name) for name in localized_names("title")),
        *(index.FilterField(name) for name in localized_names("title")),
        *(index.FilterField(name) for name in localized_names("published")),
    ]

    content_panels = [title_row(advised_length=TITLE_LENGTH)]
    promote_panels = [
        MultiFieldPanel(
            [
                in_languages("slug"),
                in_languages("seo_title", advised_length=TITLE_LENGTH),
                in_languages("search_description", advised_length=DESCRIPTION_LENGTH),
            ],
            heading=_("Addresses and search engines"),
        ),
        MultiFieldPanel(["show_in_menus"], heading=_("Menus")),
    ]
    settings_panels = [
        in_languages("first_published"),
        FieldPanel("source_language"),
        CommentPanelPlaceholder(),
    ]

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            # Django-modeltranslation adds the same for each language's path.
            models.UniqueConstraint(fields=["url_path"], name="basepage_url_path")
        ]
        indexes = [
            # For addresses in any case (bilingual.routing).
            *(
                models.Index(Lower(name), name=f"basepage_lower_{name}")
                for name in localized_names("slug")
            ),
            # The few that are in menus, of however many.
            models.Index(
                fields=["path"],
                name="basepage_in_menus",
                condition=models.Q(("show_in_menus", True)),
            ),
            # The few at the top of the tree: front pages, and the site's sections.
            models.Index(
                fields=["path"],
                name="basepage_at_the_top",
                condition=models.Q(("depth__lte", SECTION)),
            ),
            # For lists of what is newest in a language: all they ask is in the index.
            *(
                models.Index(
                    fields=[
                        f"-{localized('first_published', code)}",
                        *("-id", "content_type", "gate"),
                    ],
                    name=f"basepage_newest_{code}",
                    condition=models.Q(
                        ("live", True),
                        (localized("published", code), True),
                        ("alias_of", None),
                    ),
                )
                for code in codes()
            ),
        ]

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        clean_record(self)
        return super().save_revision(*args, **kwargs)

    save_revision.alters_data = True  # type: ignore[attr-defined]

    # Saving

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Cleaned first, so that a title of nothing to see is missed.

        An alias that becomes a page of its own is as closed as before.
        """
        clean_record(self)
        named = kwargs.get("update_fields")
        if named is not None and {"alias_of", "alias_of_id"}.isdisjoint(named):
            return super().save(*args, **kwargs)
        stored = BasePage.objects.filter(pk=self.pk).only("path", "alias_of")
        with transaction.atomic():
            before = None if self._state.adding else stored.first()
            is_other = before is not None and before.alias_of_id != self.alias_of_id
            if before is not None and is_other and self.alias_of_id is None:
                closing.before_conversion(before)
            result = super().save(*args, **kwargs)
            if before is not None and is_other:
                gates.write_pages([before.path])
        return result

    save.alters_data = True  # type: ignore[attr-defined]

    def gate_to_save(self, is_new: bool) -> Any:
        """A page that is there already keeps what is stored."""
        return gates.gate_of_page(self) if is_new else models.F("gate_id")

    @transaction.atomic
    def add_child(self, **kwargs: Any) -> Any:
        gates.lock()
        return super().add_child(**kwargs)

    add_child.alters_data = True  # type: ignore[attr-defined]

    @transaction.atomic
    def add_sibling(self, *args: Any, **kwargs: Any) -> Any:
        gates.lock()
        return super().add_sibling(*args, **kwargs)

    add_sibling.alters_data = True  # type: ignore[attr-defined]

    @transaction.atomic
    def move(self, *args: Any, **kwargs: Any) -> Any:
        gates.lock()
        with whole_section():
            return super().move(*args, **kwargs)

    move.alters_data = True  # type: ignore[attr-defined]

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """As closed as this page is, unless it ``opens``; see :mod:`.closing`."""
        with transaction.atomic():
            copy = super().copy(*args, **kwargs)
            if not getattr(self, "opens", False):
                closing.follow(self, copy)
        return copy

    copy.alters_data = True  # type: ignore[attr-defined]

    @classmethod
    def open_to_everyone(cls):
        return cls.objects.visible_to(AnonymousUser())

    # What the gate has found out while the page is served; see privacy.visibility.
    known_restrictions: list[PageViewRestriction] | None = None

    def get_view_restrictions(self):
        """Wagtail asks before it serves the page."""
        if self.known_restrictions is not None:
            return self.known_restrictions
        return restrictions_of(self, self.known_ancestors)
