from datetime import datetime, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import (
    get_language_info,
    gettext_lazy,
    pgettext,
    pgettext_lazy,
)
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import PageManager
from wagtail.search import index

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names, worded
from ethicaltrade.caching import clock
from ethicaltrade.core.blocks.body import text_language_choices
from ethicaltrade.core.models import Topic
from ethicaltrade.core.pages import WithContactPerson, WithHeroImage, WrittenPage
from ethicaltrade.media.renditions import look_up_sizes
from events import panels, time_zones, validation
from events.choices import Attendance, Audience, Kind, State
from events.status import is_member, registration_summary
from events.validation import EventPageForm

from .calendar import CalendarEntry
from .dates import EventDate
from .querysets import EventQuerySet

LAST_MINUTE = time(23, 59)

EventManager = PageManager.from_queryset(EventQuerySet)


class EventPage(WithContactPerson, WithHeroImage, WrittenPage):
    # Fields: what
    kind = models.CharField(
        gettext_lazy("type"), max_length=20, choices=Kind.choices, default=Kind.COURSE
    )
    state = models.CharField(
        gettext_lazy("status"),
        max_length=10,
        choices=State.choices,
        default=State.SCHEDULED,
        help_text=gettext_lazy("Shown wherever the event appears."),
    )
    session_title = models.CharField(
        gettext_lazy("title in the original language"),
        max_length=255,
        blank=True,
        help_text=gettext_lazy(
            "When the event is held in another language, such as a session abroad."
        ),
    )
    session_language = models.CharField(
        gettext_lazy("language of the original title"),
        max_length=10,
        choices=text_language_choices,
        blank=True,
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=gettext_lazy("topics")
    )

    # Fields: the larger event it belongs to
    larger_event = models.CharField(gettext_lazy("name"), max_length=160, blank=True)
    larger_event_place = models.CharField(
        gettext_lazy("location"), max_length=120, blank=True
    )
    larger_event_participants = models.CharField(
        gettext_lazy("participants"),
        max_length=160,
        blank=True,
        help_text=gettext_lazy("For example: more than 2,000 participants"),
    )
    larger_event_url = models.URLField(gettext_lazy("address"), blank=True)

    # Fields: when
    time_zone = models.CharField(
        gettext_lazy("time zone"),
        max_length=50,
        choices=time_zones.time_zones,
        default=time_zones.DEFAULT_ZONE,
        help_text=gettext_lazy(
            "Times are given in this zone. Search for a city or a country; Geneva "
            "has the time of Zurich."
        ),
    )
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)

    # Fields: where
    attendance = models.CharField(
        gettext_lazy("held"),
        max_length=10,
        choices=Attendance.choices,
        default=Attendance.PLACE,
    )
    place_name = models.CharField(
        gettext_lazy("name of the venue"), max_length=120, blank=True
    )
    place_address = models.CharField(
        gettext_lazy("street address"), max_length=200, blank=True
    )
    city = models.CharField(gettext_lazy("city"), max_length=80, blank=True)
    join_url = models.URLField(
        gettext_lazy("link for joining online"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy(
            "Never shown on the page, only to people who have registered."
        ),
    )

    # Fields: for whom
    audience = models.CharField(
        gettext_lazy("open to"),
        max_length=10,
        choices=Audience.choices,
        default=Audience.OPEN,
        help_text=gettext_lazy("Who may register; everyone can read the page."),
    )
    price = models.PositiveIntegerField(
        gettext_lazy("price"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "In whole kroner. 0 means free of charge; if left empty, no price is shown."
        ),
    )
    member_price = models.PositiveIntegerField(
        gettext_lazy("price for members"),
        null=True,
        blank=True,
        help_text=gettext_lazy("In whole kroner, if it differs."),
    )
    capacity = models.PositiveIntegerField(
        gettext_lazy("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("If left empty, there is no limit."),
    )
    has_waiting_list = models.BooleanField(gettext_lazy("waiting list"), default=False)
    takes_registrations = models.BooleanField(
        gettext_lazy("registration on this site"),
        default=True,
        help_text=gettext_lazy("Switch off if people register elsewhere."),
    )
    asks_dietary = models.BooleanField(
        gettext_lazy("ask about dietary needs"),
        default=False,
        help_text=gettext_lazy("The answers are deleted the day after the event."),
    )
    asks_access = models.BooleanField(
        gettext_lazy("ask about access needs"),
        default=False,
        help_text=gettext_lazy("The answers are deleted the day after the event."),
    )
    deadline_day = models.DateField(
        gettext_lazy("last day to register"), null=True, blank=True
    )
    deadline_time = models.TimeField(
        pgettext_lazy("time", "at"),
        null=True,
        blank=True,
        help_text=gettext_lazy("If left empty, at the end of the day."),
    )

    objects = EventManager()
    base_form_class = EventPageForm

    # A session's title is in the one language it is held in, whoever reads; a street
    # has one name.
    same_in_every_language: ClassVar[tuple[str, ...]] = (
        *WrittenPage.same_in_every_language,
        "session_title",
        "place_address",
    )
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = gettext_lazy("A course, meeting or session, in both languages")
    template = "pages/events/event_page.html"
    anchors: ClassVar[tuple[str, ...]] = (
        *("registration", "event-facts", "event-programme", "event-speakers"),
        *("event-organisers", "related-articles", "closing-block"),
    )

    content_panels = panels.event_panels(WrittenPage.content_panels)
    search_fields = [
        *WrittenPage.search_fields,
        index.SearchField("session_title"),
        index.SearchField("get_kind_display"),
        *(
            index.SearchField(column)
            for name in ("larger_event", "place_name", "city")
            for column in localized_names(name)
        ),
        index.RelatedFields(
            "organisers",
            [
                index.RelatedFields(
                    "organisation",
                    [
                        *(index.SearchField(name) for name in localized_names("name")),
                        index.SearchField("short_name"),
                    ],
                )
            ],
        ),
        index.RelatedFields("speakers", [index.SearchField("shown_name")]),
        index.RelatedFields(
            "programme",
            [index.SearchField(name) for name in localized_names("title")],
        ),
    ]

    class Meta:
        verbose_name = gettext_lazy("event")
        verbose_name_plural = gettext_lazy("events")

    # Saving

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Dates are saved anew when the time zone changes; calendars follow."""
        if kwargs.get("update_fields") is not None:
            return super().save(*args, **kwargs)
        self.__dict__.pop("known_dates", None)
        self.dates.set(list(self.dates.all()))  # each is saved once more
        self._update_period()
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            if self.live:
                CalendarEntry.objects.update_from(self)
        return result

    save.alters_data = True  # type: ignore[attr-defined]

    def _update_period(self) -> None:
        dates = self.get_dates()
        self.starts_at = dates[0].start if dates else None
        self.ends_at = max((date.end for date in dates), default=None)

    # Rules

    def _check_publication(self) -> None:
        """The lock keeps seats from being taken between the count and the save."""
        super()._check_publication()
        if not self._state.adding:
            EventPage.objects.lock(self.pk)
        errors = [*validation.find_errors(self)]
        for date in self.get_dates():
            errors += date.find_errors()
        if errors:
            raise ValidationError([sentence for _name, sentence in errors])

    def _check_unpublication(self) -> None:
        """Nor by the clock: who is registered looks for the event's page."""
        is_to_come = self.state == State.POSTPONED or (
            self.ends_at is not None and self.ends_at > timezone.now()
        )
        if is_to_come and self.registrations.live().exists():
            title = self.get_admin_display_title()
            raise ValidationError(validation.registered_error([title]))

    # When

    def get_dates(self) -> list[EventDate]:
        """In order; in a preview, as they are in the form."""
        return sorted(self.dates.all(), key=lambda date: date.start.timestamp())

    @cached_property
    def known_dates(self) -> list[EventDate]:
        """Read once."""
        return self.get_dates()

    def hold_until_dates(self) -> None:
        """What is said of them by the clock."""
        if clock.is_heard():
            for date in self.known_dates:
                clock.holds_until(date.starts_at)
                clock.holds_until(date.ends_at)

    def next_date(self, now: datetime | None = None) -> EventDate | None:
        """The first that has not ended; else the first of all."""
        self.hold_until_dates()
        now, dates = now or timezone.now(), self.known_dates
        return next((date for date in dates if date.end > now), next(iter(dates), None))

    def is_on(self, now: datetime | None = None) -> bool:
        date, now = self.next_date(now), now or timezone.now()
        return date is not None and date.start <= now < date.end

    @property
    def is_on_now(self) -> bool:
        """False for what is called off."""
        return self.is_scheduled and self.is_on()

    @property
    def is_past(self) -> bool:
        self.hold_until_dates()
        return not any(date.end > timezone.now() for date in self.known_dates)

    @property
    def registration_closes(self) -> datetime | None:
        if self.deadline_day is None:
            return None
        at = self.deadline_time or LAST_MINUTE
        return time_zones.moment_at(self.deadline_day, at, self.time_zone)

    # Whether, where and for whom

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.SCHEDULED

    @property
    def has_place(self) -> bool:
        return self.attendance != Attendance.ONLINE

    @property
    def is_online(self) -> bool:
        return self.attendance != Attendance.PLACE

    @property
    def is_for_members(self) -> bool:
        return self.audience == Audience.MEMBERS

    def get_prices(self) -> list[tuple[str, int]]:
        """Labels and kroner."""
        if self.price is None:
            return []
        if self.member_price is None:
            return [("", self.price)]
        return [
            (pgettext("price", "Non-members"), self.price),
            (pgettext("price", "Members"), self.member_price),
        ]

    def price_for(self, *, is_member: bool) -> int | None:
        """Kroner."""
        if is_member and self.member_price is not None:
            return self.member_price
        return self.price

    @property
    def session_direction(self) -> str:
        """``rtl`` for a language such as Arabic, else ``ltr``."""
        language = self.session_language
        return "rtl" if language and get_language_info(language)["bidi"] else "ltr"

    # Serving

    @classmethod
    def serving_queryset(cls) -> EventQuerySet:
        return cls.objects.select_related("hero_image", "contact_person__photo")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Found when the template asks for it: most of it is remembered."""
        context = super().get_context(request, *args, **kwargs)
        parts = {
            "organisers": self._get_organisers,
            "speakers": lambda: list(self.speakers.select_related("person")),
            "programme": lambda: [
                item for item in self.programme.all() if worded(item, "title").text
            ],
            "topics": lambda: list(self.topics.all()),
            "related_pages": lambda: self.get_related(request.user),
            "dates": lambda: self.known_dates,
            "next_date": self.next_date,
            "registration": lambda: registration_summary(self, request),
            "picture": self._get_picture,
        }
        context |= {name: SimpleLazyObject(find) for name, find in parts.items()}
        return context | {"is_member": is_member(request.user)}

    def _get_organisers(self) -> list[Any]:
        listed = self.organisers.select_related("organisation")
        return [organiser.organisation for organiser in listed]

    def _get_picture(self) -> Any:
        """With its sizes."""
        look_up_sizes([self.hero_image])
        return self.hero_image

    def get_related(self, user: Any) -> list[BasePage]:
        """Those of the related pages that the user may see."""
        readable = BasePage.objects.published().visible_to(user)
        links = self.related_links.select_related("target").filter(
            target_id__in=readable.values_list("pk", flat=True)
        )
        return [link.target for link in links]
