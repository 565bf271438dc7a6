from django import template

from ethicaltrade.mail.emails import absolute_url

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """The path with the site's public name in front: an e-mail is read elsewhere."""
    return absolute_url(str(path))
