"""What answers below the page about applying: the steps, the status, the link."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import subviews

from . import views
from .models import ApplicationPage
from .steps import STATUS, STEPS

ADDRESSES = {
    "organisation": pgettext_lazy("address", "organisation/"),
    "size": pgettext_lazy("address", "size/"),
    "contacts": pgettext_lazy("address", "contacts/"),
    "principles": pgettext_lazy("address", "principles/"),
    "consent": pgettext_lazy("address", "consent/"),
    "summary": pgettext_lazy("address", "summary/"),
}
WITH_FORM = ("GET", "HEAD", "POST")

subviews.register(
    ApplicationPage,
    *(
        subviews.path(
            ADDRESSES[step.key],
            partial(views.step, step=step),
            name=step.key,
            methods=WITH_FORM,
        )
        for step in STEPS
    ),
    subviews.path(
        pgettext_lazy("address", "status/"),
        views.status,
        name=STATUS,
        methods=WITH_FORM,
    ),
    subviews.path(
        format_lazy("{}<slug:token>/", pgettext_lazy("address", "my-application/")),
        views.open_link,
        name="link",
        methods=WITH_FORM,
    ),
)
