"""The style guide, where settings.STYLE_GUIDE lets it be seen."""

from django.urls import path

from .views import style_guide

urlpatterns = [path("stilguide/", style_guide, name="style_guide")]
