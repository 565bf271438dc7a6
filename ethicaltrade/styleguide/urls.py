"""The style guide, where settings.STYLE_GUIDE lets it be seen."""

from django.urls import path

from .views import email, style_guide

urlpatterns = [
    path("stilguide/", style_guide, name="style_guide"),
    path(
        "stilguide/e-post/<path:name>/<slug:language>/<slug:kind>/",
        email,
        name="style_guide_email",
    ),
]
