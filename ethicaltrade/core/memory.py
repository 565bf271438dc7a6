"""What readers of a kind are shown alike: made once, until something public changes.

In a template: ``{% remembered "events" page.pk %}…{% endremembered %}``, where the name
and the values after it say which of such parts it is.
"""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from ethicaltrade.bilingual.languages import active
from ethicaltrade.caching import clock, memory
from ethicaltrade.privacy.visibility import readership

T = TypeVar("T")


def remembered_for(
    request: HttpRequest | None, key: tuple[Hashable, ...], make: Callable[[], T]
) -> T:
    """What ``make`` returns, for all who read the same pages in the same language.

    It may depend on the day, and on whether somebody is logged in; what else it depends
    on is in ``key``, which begins with the caller's name. Made anew in a preview, and
    where a part of the key is None: what is asked for so seldom is not kept.
    """
    if request is None or getattr(request, "is_preview", False) or None in key:
        return make()
    told: list[datetime] = request.__dict__.setdefault("_told_by_the_clock", [])

    def made() -> T:
        if not clock.is_heard():
            return make()
        # What was found for an earlier part of the page may be shown in this one.
        for moment in (*told, clock.next_midnight(timezone.now())):
            clock.holds_until(moment)
        with clock.listening() as heard:
            value = make()
        if heard.until is not None:
            told.append(heard.until)
        return value

    reader = kind_of_reader(getattr(request, "user", None) or AnonymousUser())
    return memory.remembered((*key, active(), request.get_host(), *reader), made)


def kind_of_reader(user: Any) -> tuple[Hashable, ...]:
    """Who is told the same: who edits may open documents that nothing refers to."""
    if not user.is_authenticated:
        return ()
    return (readership(user), user.has_perm("wagtailadmin.access_admin"))


class RememberedNode(template.Node):
    def __init__(self, name: str, parts: list[Any], nodelist: template.NodeList):
        self.name, self.parts, self.nodelist = name, parts, nodelist

    def render(self, context: template.Context) -> SafeString:
        # A part that is not there is None: then nothing is kept.
        key = (self.name, *(part.resolve(context, True) for part in self.parts))
        request = context.get("request")
        return remembered_for(request, key, lambda: self.nodelist.render(context))


def remembered_tag(parser: Any, token: Any) -> RememberedNode:
    """Nothing inside may be one reader's own, or set what is used outside."""
    _tag, name, *parts = token.split_contents()
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    compiled = [parser.compile_filter(part) for part in parts]
    return RememberedNode(name.strip("\"'"), compiled, nodelist)
