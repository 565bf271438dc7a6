"""The way to the form in which readers report faults, from any page."""

from urllib.parse import urlencode

from django import template

from ethicaltrade.core.navigation import navigation_pages
from ethicaltrade.home.models import AccessibilityPage

register = template.Library()


@register.simple_tag(takes_context=True)
def report_fault_url(context: dict) -> str:
    """The form, told which page the reader comes from; "" when it is in no menu.

    Only a page's address is told: another may be private. No query of its own.
    """
    request = context["request"]
    for page in navigation_pages(request):
        if page.type is AccessibilityPage:
            address = page.url
            if context.get("page"):
                address += "?" + urlencode({"page": request.path}, safe="/")
            return f"{address}#feedback"
    return ""
