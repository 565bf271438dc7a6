"""The people's addresses: the link in an invitation, and one's colleagues."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views
from .views import invitation

urlpatterns = [
    path(
        pgettext_lazy("address", "konto/invitation/<str:key>/"),
        invitation,
        name="invitation",
    ),
    path(
        pgettext_lazy("address", "my-page/colleagues/"),
        views.colleagues,
        name="colleagues",
    ),
    path(
        pgettext_lazy("address", "my-page/colleagues/<int:pk>/remove/"),
        views.remove,
        name="colleague_remove",
    ),
    path(
        pgettext_lazy("address", "my-page/colleagues/<int:pk>/hand-over/"),
        views.hand_over,
        name="colleague_hand_over",
    ),
    path(
        pgettext_lazy("address", "my-page/colleagues/invitation/<int:pk>/"),
        views.manage_invitation,
        name="colleague_invitation",
    ),
]
