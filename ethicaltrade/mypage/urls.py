"""Where My page is: /min-side/…, /en/my-page/…."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from . import my_data, organisation, views

of_organisation = [
    path("", organisation.organisation, name="my_organisation"),
    path(
        pgettext_lazy("address", "presentation/"),
        organisation.edit_presentation,
        name="my_presentation",
    ),
    path(
        pgettext_lazy("address", "report/"),
        organisation.hand_in_report,
        name="my_report",
    ),
    path(
        pgettext_lazy("address", "report/<int:year>/"),
        organisation.waiting_report,
        name="my_waiting_report",
    ),
]

of_data = [
    path("", my_data.my_data, name="my_data"),
    path(pgettext_lazy("address", "export/"), my_data.export, name="my_data_export"),
    path(pgettext_lazy("address", "delete/"), my_data.delete, name="my_data_delete"),
]

parts = [
    path("", views.overview, name="my_page"),
    path(pgettext_lazy("address", "organisation/"), include(of_organisation)),
    path(
        pgettext_lazy("address", "registrations/"),
        views.my_registrations,
        name="my_registrations",
    ),
    path(pgettext_lazy("address", "my-data/"), include(of_data)),
    path(pgettext_lazy("address", "goodbye/"), my_data.goodbye, name="my_goodbye"),
]

urlpatterns = [path(pgettext_lazy("address", "my-page/"), include(parts))]
