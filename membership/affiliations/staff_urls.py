"""Addresses below ``/admin/members/<id>/people/``."""

from django.urls import path

from . import staff

app_name = "member_people"

urlpatterns = [
    path("", staff.PeopleView.as_view(), name="list"),
    path("<int:pk>/remove/", staff.RemoveView.as_view(), name="remove"),
    path("<int:pk>/hand-over/", staff.HandOverView.as_view(), name="hand_over"),
]
