"""Addresses below ``/admin/proposals/``."""

from django.urls import path

from . import staff

app_name = "proposals"

urlpatterns = [
    path("", staff.ProposalList.as_view(), name="index"),
    path(
        "results/", staff.ProposalList.as_view(results_only=True), name="index_results"
    ),
    path("<int:pk>/", staff.ProposalView.as_view(), name="proposal"),
]
