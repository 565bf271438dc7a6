"""Addresses below ``/admin/registrations/``."""

from django.urls import path

from . import lists, views

app_name = "event_admin"

urlpatterns = [
    path("", lists.EventList.as_view(), name="index"),
    path("results/", lists.EventList.as_view(results_only=True), name="index_results"),
    path("<int:event_id>/", lists.RegistrationList.as_view(), name="list"),
    path(
        "<int:event_id>/results/",
        lists.RegistrationList.as_view(results_only=True),
        name="list_results",
    ),
    path("<int:event_id>/add/", views.AddView.as_view(), name="add"),
    path("<int:event_id>/door/", views.CheckInListView.as_view(), name="check_in_list"),
    path(
        "<int:event_id>/door/results/",
        views.CheckInListView.as_view(results_only=True),
        name="check_in_results",
    ),
    path("<int:event_id>/message/", views.MessageView.as_view(), name="message"),
    path(
        "<int:event_id>/<int:pk>/",
        views.RegistrationView.as_view(),
        name="registration",
    ),
    path(
        "<int:event_id>/<int:pk>/check-in/",
        views.CheckInView.as_view(),
        name="check_in",
    ),
]
