"""The link in the e-mails: /min-pamelding/…/, /en/my-registration/…/."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import my_registration

urlpatterns = [
    path(
        pgettext_lazy("address", "my-registration/<str:token>/"),
        my_registration,
        name="event_registration",
    )
]
