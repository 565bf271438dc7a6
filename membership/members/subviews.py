"""What answers below the list of members: a page for each."""

from ethicaltrade.bilingual import subviews

from .directory import member_page
from .models import MemberIndexPage

subviews.register(
    MemberIndexPage, subviews.path("<slug:slug>/", member_page, name="member")
)
