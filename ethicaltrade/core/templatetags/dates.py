"""Dates and times in templates."""

from datetime import date

from django import template

from ethicaltrade import dates

register = template.Library()

register.simple_tag(dates.date_range, name="date_range")
register.simple_tag(dates.time_range, name="time_range")
register.simple_tag(dates.date_time_range, name="date_time_range")


@register.filter
def date_leaf(day: date) -> dates.DateLeaf:
    return dates.leaf(day)


@register.filter
def written_day(day: date) -> str:
    return dates.written_day(day)
