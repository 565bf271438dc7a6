from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages

from . import closing, moving
from .models import BasePage
from .views import PageViewSet

AFTER_ADDRESSES = 10  # a move that cannot be is not asked about

hooks.register("before_move_page", moving.refuse_who_may_not_move, order=-1)
hooks.register("before_move_page", moving.move_all_or_nothing, order=AFTER_ADDRESSES)
hooks.register("before_move_page", moving.confirm_move, order=AFTER_ADDRESSES)
hooks.register("after_copy_page", moving.after_copy)
hooks.register("register_bulk_action", moving.ClosingMoveAction, order=AFTER_ADDRESSES)


@hooks.register("before_convert_alias_page")
def tell_who_sees_a_former_alias(request: HttpRequest, page: Any) -> None:
    if request.method == "GET" and (readers := closing.restrictions_of(page)):
        messages.info(request, moving.readers_afterwards(readers))


@hooks.register("register_admin_viewset")
def views_of_a_page() -> PageViewSet:
    return PageViewSet(model=BasePage)
