"""Addresses below ``/admin/applications/``."""

from django.urls import path

from . import lists, views

app_name = "membership_applications"

urlpatterns = [
    path("", lists.ApplicationList.as_view(), name="index"),
    path(
        "results/",
        lists.ApplicationList.as_view(results_only=True),
        name="index_results",
    ),
    path("<int:pk>/", views.ApplicationView.as_view(), name="application"),
    path("<int:pk>/take/", views.TakeView.as_view(), name="take"),
    path("<int:pk>/ask/", views.AskView.as_view(), name="ask"),
    path("<int:pk>/approve/", views.ApproveView.as_view(), name="approve"),
    path("<int:pk>/decline/", views.DeclineView.as_view(), name="decline"),
]
