from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from .panels import RIGHTS, GivenUpPanel, JobsPanel, may_see, try_again


@hooks.register("construct_homepage_panels")
def tell_administrators(request: HttpRequest, panels: list[Any]) -> None:
    if may_see(request.user):
        panels += [JobsPanel(), GivenUpPanel()]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("emails/again/", try_again, name="try_emails_again")]


@hooks.register("register_permissions")
def permissions() -> QuerySet:
    found = Q()
    for label, codename in (right.split(".") for right in RIGHTS):
        found |= Q(content_type__app_label=label, codename=codename)
    return Permission.objects.filter(found)
