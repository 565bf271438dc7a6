"""Addresses of pages that Wagtail's own pattern leaves out."""

from django.urls import path, re_path
from wagtail.views import serve

from .views import page_by_number

urlpatterns = [
    path("_page/<int:number>/", page_by_number, name="page_by_number"),
    # A file below a page: Wagtail's addresses have no dot.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.[a-z0-9]+)$", serve, name="file_below_page"),
]
