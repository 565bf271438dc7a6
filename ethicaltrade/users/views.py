"""The one place to log in."""

from collections.abc import Callable

from django.contrib.auth.views import LoginView as DjangoLoginView
from django.http import HttpRequest, HttpResponse

from . import limits
from .visitors import address_of


class LoginView(DjangoLoginView):
    """Logs in by e-mail and password; too many failures have to wait."""

    template_name = "pages/users/login.html"
    redirect_authenticated_user = True
    too_many_requests: Callable[[HttpRequest, int], HttpResponse] | None = None

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Refuse before the password is looked at when there were too many tries."""
        if limits.is_blocked(self._email, self._address):
            return self.too_many_requests(request, limits.WINDOW)
        return super().post(request, *args, **kwargs)

    def get_form(self, *args, **kwargs):
        """Django's form without autofocus: what went wrong is read first."""
        form = super().get_form(*args, **kwargs)
        form.fields["username"].widget.attrs.pop("autofocus", None)
        return form

    def form_invalid(self, form) -> HttpResponse:
        """Count the failure and show the form again, with what was typed."""
        limits.count_failure(self._email, self._address)
        return super().form_invalid(form)

    @property
    def _email(self) -> str:
        return self.request.POST.get("username", "")[:254]

    @property
    def _address(self) -> str:
        return address_of(self.request)
