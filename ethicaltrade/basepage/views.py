"""A page's views in the CMS that trust what is sent, in Wagtail, to be whole.

A browser sends every field of a form, and to the addresses it was given. A program does
not, or a connection that breaks.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.pages.lock import LockView, UnlockView
from wagtail.admin.views.pages.ordering import SetPagePositionView

from ethicaltrade.bilingual.admin.copying import BilingualCopyView
from ethicaltrade.bilingual.admin.views import BilingualPageViewSet
from ethicaltrade.tasks.admin.panels import TaskFilterSet

from .forms import OPENS
from .models import BasePage


class BelowRoot:
    """For views that go by a page's parent: the root of the tree has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        (number,) = (*args, *kwargs.values())
        if BasePage.objects.filter(pk=number, depth=1).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ClosingCopyView(BelowRoot, BilingualCopyView):
    """A copy is as open as its new place where that is asked for."""

    def source(self, form: Any) -> Any:
        source = super().source(form)
        source.opens = form.cleaned_data.get("closing") == OPENS
        return source


class LockBelowRootView(BelowRoot, LockView):
    """Of a page that has a parent."""


class UnlockBelowRootView(BelowRoot, UnlockView):
    """Of a page that has a parent."""


class PositionBelowRootView(BelowRoot, SetPagePositionView):
    """Of a page that has a parent."""


class PageViewSet(BilingualPageViewSet):
    copy_view_class = ClosingCopyView
    filterset_class = TaskFilterSet
    lock_view_class = LockBelowRootView
    set_page_position_view_class = PositionBelowRootView
    unlock_view_class = UnlockBelowRootView
