"""Addresses below ``/admin/proposals/``."""

from django.urls import path

from . import admin

app_name = "proposals"

urlpatterns = [
    path("", admin.ProposalList.as_view(), name="index"),
    path(
        "results/", admin.ProposalList.as_view(results_only=True), name="index_results"
    ),
    path("<int:pk>/", admin.ProposalView.as_view(), name="proposal"),
]
