"""A page's views in the CMS that trust what is sent, in Wagtail, to be whole.

A browser sends every field of a form, and to the addresses it was given. A program does
not, or a connection that breaks.
"""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import FormView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.lock import LockView, UnlockView
from wagtail.admin.views.pages.ordering import SetPagePositionView

from ethicaltrade.bilingual.admin.views import BilingualPageViewSet
from ethicaltrade.tasks.admin.listing import TaskFilterSet

from .models import BasePage


class WholeCopyView(CopyView):
    """Nobody meets a copy before it is closed, or one that was cut short."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the form first: Wagtail's looks for its parent before."""
        with transaction.atomic():
            return FormView.post(self, request)


class BelowRoot:
    """For views that go by a page's parent: the root of the tree has none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        (number,) = (*args, *kwargs.values())
        if BasePage.objects.filter(pk=number, depth=1).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class LockBelowRootView(BelowRoot, LockView):
    """Of a page that has a parent."""


class UnlockBelowRootView(BelowRoot, UnlockView):
    """Of a page that has a parent."""


class PositionBelowRootView(BelowRoot, SetPagePositionView):
    """Of a page that has a parent."""


class PageViewSet(BilingualPageViewSet):
    copy_view_class = WholeCopyView
    filterset_class = TaskFilterSet
    lock_view_class = LockBelowRootView
    set_page_position_view_class = PositionBelowRootView
    unlock_view_class = UnlockBelowRootView
