"""What answers below the list of members: a page for each."""

from ethicaltrade.bilingual import subviews

from .directory.models import MemberIndexPage
from .directory.views import member_page

subviews.register(
    MemberIndexPage, subviews.path("<slug:slug>/", member_page, name="member")
)
