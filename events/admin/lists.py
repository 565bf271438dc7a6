from collections.abc import Callable
from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton

from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core import spreadsheets
from ethicaltrade.core.collation import has_words
from ethicaltrade.core.spreadsheets import FORMATS, local
from ethicaltrade.core.typography import kroner
from ethicaltrade.dates import today
from ethicaltrade.users.models import MEMBERS_GROUP
from events.choices import PriceKind, RegistrationState
from events.models import EventPage, Registration

from .access import EventAdminMixin, can_see_some_registrations, editable_events
from .services import log_action

ON_A_PAGE = 50
ROWS_AT_A_TIME = 500  # read from the database


class TimeColumn(Column):
    def get_value(self, instance: Any) -> str:
        moment = getattr(instance, self.name)
        local = moment and timezone.localtime(moment)
        return date_format(local, "SHORT_DATETIME_FORMAT") if local else ""


class EventFilters(WagtailFilterSet):
    time = django_filters.ChoiceFilter(
        label=_("Time"),
        choices=[("past", _("Past events")), ("all", _("All events"))],
        method="in_time",
        widget=forms.RadioSelect,
        empty_label=_("Upcoming events"),
    )

    class Meta:
        model = EventPage
        fields: list[str] = []

    def in_time(self, events: Any, name: str, time: str) -> Any:
        return events.past() if time == "past" else events


class EventList(IndexView):
    model = EventPage
    permission_policy = None
    any_permission_required = None
    page_title = _("Registrations")
    header_icon = "group"
    template_name = "admin/events/events.html"
    paginate_by = ON_A_PAGE
    filterset_class = EventFilters
    is_searchable = True
    index_url_name = "event_admin:index"
    index_results_url_name = "event_admin:index_results"
    verbose_name_plural = _("events")

    columns = [
        TitleColumn(
            "title",
            label=_("Event"),
            accessor="get_admin_display_title",
            get_url=lambda event: reverse("event_admin:list", args=[event.pk]),
        ),
        TimeColumn("starts_at", label=_("Starts")),
        Column("state", label=_("Status"), accessor="get_state_display"),
        Column("confirmed", label=pgettext_lazy("how many", "Registered")),
        Column(
            "capacity", label=_("Places"), accessor=lambda event: event.capacity or "–"
        ),
        Column("offered", label=_("Offered a place")),
        Column("waiting", label=_("Waiting")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_see_some_registrations(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        people = Q(takes_registrations=True) | Q(registrations__isnull=False)
        mine = editable_events(self.request.user).filter(people)
        if not self.request.GET.get("time"):
            mine = mine.upcoming()
        states = ("confirmed", "offered", "waiting")
        return mine.annotate(
            **{
                state: Count("registrations", filter=Q(registrations__state=state))
                for state in states
            }
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.request.GET.get("time"):
            return queryset.latest_first()
        return queryset.order_by("starts_at", "pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.search_query:
            return queryset
        found = [
            event.pk
            for event in queryset
            if has_words(self.search_query, event.get_admin_display_title())
        ]
        return queryset.filter(pk__in=found)


class RegistrationFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("Status"),
        choices=RegistrationState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    membership = django_filters.ChoiceFilter(
        label=_("Membership"),
        choices=[
            ("members", pgettext_lazy("price", "Members")),
            ("others", pgettext_lazy("price", "Others")),
        ],
        method="by_membership",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    here = django_filters.ChoiceFilter(
        label=_("Checked in"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="by_arrival",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Registration
        fields: list[str] = []

    def by_membership(self, registrations: Any, name: str, which: str) -> Any:
        return registrations.filter(is_member=which == "members")

    def by_arrival(self, registrations: Any, name: str, answer: str) -> Any:
        return registrations.filter(attended_at__isnull=answer == "no")


class RegistrationList(EventAdminMixin, IndexView):
    """What is filtered is what is exported."""

    model = Registration
    permission_policy = None
    any_permission_required = None
    page_title = _("Registrations")
    paginate_by = ON_A_PAGE
    filterset_class = RegistrationFilters
    is_searchable = True
    default_ordering = ("created_at", "pk")
    list_export = ["name"]  # the buttons; the columns are those of `columns_of`
    template_name = "admin/events/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        kind = request.GET["export"]  # one of Wagtail's two, which are ours too
        with_needs = "needs" in request.GET and bool(needs_of(self.event))
        registrations = self.get_queryset().with_people()
        count = registrations.count()
        log_action(self.event, "export", request.user, count=count, needs=with_needs)
        return export(self.event, registrations, kind, with_needs=with_needs)

    def get_base_queryset(self) -> QuerySet:
        """``is_member``: at the member price, or a member who logged in."""
        members = get_user_model().objects.filter(
            is_active=True, groups__name=MEMBERS_GROUP
        )
        is_member = Q(price_kind=PriceKind.MEMBER) | Q(user__in=members.values("pk"))
        return self.event.registrations.annotate(
            is_member=Case(When(is_member, then=True), default=False)
        )

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.matching(self.search_query)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=str,
                sort_key="name",
                get_url=lambda one: self.url("registration", one.pk),
            ),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("organisation", label=_("Organisation"), sort_key="organisation"),
            StatusTagColumn(
                "state",
                label=_("Status"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda one: one.is_confirmed,
            ),
            Column(
                "is_member",
                label=pgettext_lazy("price", "Member"),
                accessor=lambda one: _("Yes") if one.is_member else "",
            ),
            Column(
                "price",
                label=_("Price"),
                accessor=lambda one: "" if one.price is None else kroner(one.price),
                sort_key="price",
            ),
            *(Column(name, label=heading_of(name)) for name in needs_of(self.event)),
            TimeColumn(
                "created_at",
                label=pgettext_lazy("when", "Registered"),
                sort_key="created_at",
            ),
            TimeColumn("attended_at", label=_("Checked in"), sort_key="attended_at"),
        ]

    def get_index_url(self) -> str:
        return self.url("list")

    def get_index_results_url(self) -> str:
        return self.url("list_results")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, event, _here = super().get_breadcrumbs_items()
        return [*above, {**event, "url": ""}]

    @cached_property
    def header_buttons(self) -> list[Button]:
        return [
            HeaderButton(label, url=self.url(name), icon_name=icon, priority=priority)
            for priority, (label, name, icon) in enumerate(
                (
                    (_("Check in"), "check_in_list", "check"),
                    (_("Register somebody"), "add", "plus"),
                    (_("Message"), "message", "mail"),
                )
            )
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons.copy()
        if needs_of(self.event):
            buttons += [
                Button(
                    _("Download %(kind)s with dietary and access needs")
                    % {"kind": kind.upper()},
                    url=f"{self.get_export_url(kind)}&needs=1",
                    icon_name="download",
                    priority=110,
                )
                for kind in FORMATS
            ]
        edit = reverse("wagtailadmin_pages:edit", args=[self.event.pk])
        buttons.append(
            Button(_("Edit the event"), url=edit, icon_name="edit", priority=10)
        )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        numbers = self.event.registrations.aggregate(
            confirmed=Count("pk", filter=Q(state=RegistrationState.CONFIRMED)),
            offered=Count("pk", filter=Q(state=RegistrationState.OFFERED)),
            waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
            here=Count("attended_at"),
        )
        return super().get_context_data(**kwargs) | {
            **numbers,
            "event": self.event,
            "messages_sent": self.event.messages.select_related("sender")[:20],
        }


def columns_of(
    event: EventPage, *, with_needs: bool = False
) -> list[spreadsheets.Column]:
    """Needs only on request, and where the event asks for them."""
    return [
        *(_column(name) for name in ("name", "email", "organisation")),
        _column("state", lambda one: one.get_state_display()),
        _column("price"),
        _column("price_kind", lambda one: one.get_price_kind_display()),
        _column("language"),
        _column("created_at", lambda one: local(one.created_at)),
        _column("attended_at", lambda one: local(one.attended_at)),
        *(_column(name) for name in needs_of(event) if with_needs),
    ]


def needs_of(event: EventPage) -> list[str]:
    asked = {"dietary_needs": event.asks_dietary, "access_needs": event.asks_access}
    return [name for name, is_asked in asked.items() if is_asked]


def heading_of(name: str) -> str:
    return capfirst(str(Registration._meta.get_field(name).verbose_name))


def _column(
    name: str, value: Callable[[Registration], Any] | None = None
) -> spreadsheets.Column:
    return spreadsheets.Column(heading_of(name), value or attrgetter(name))


def export(
    event: EventPage, registrations: Any, kind: str, *, with_needs: bool = False
) -> HttpResponseBase:
    """A file named like ``pameldinger-kurs-i-levelonn-2026-11-23.csv``."""
    title = str(_("Registrations"))
    words = slugify(f"{title} {event.slug or event.pk}")
    return spreadsheets.export(
        columns_of(event, with_needs=with_needs),
        registrations.iterator(chunk_size=ROWS_AT_A_TIME),
        title=title,
        name=f"{words}-{today():%Y-%m-%d}",
        kind=kind,
    )
