"""Where documents are: ``/documents/12/name.pdf``, and by number alone.

The names are Wagtail's own, which asks for them. Its page for shared passwords is gone.
"""

from django.http import Http404, HttpRequest
from django.urls import path, re_path

from .serving import serve


def no_passwords(request: HttpRequest, restriction: int):
    """404: shared passwords are switched off."""
    raise Http404


urlpatterns = [
    # More digits than a database counts to are nobody's number.
    re_path(r"^(\d{1,18})/(.*)$", serve, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction>/",
        no_passwords,
        name="wagtaildocs_authenticate_with_password",
    ),
]
