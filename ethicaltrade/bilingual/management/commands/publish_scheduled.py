"""Wagtail's scheduled publishing, with a number for a slug taken meanwhile.

Wagtail's command would stop there, and not publish the pages after it.
"""

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Revision

from ... import slugs
from ...pages import BilingualPage


class Command(WagtailCommand):
    def handle(self, *args, **options):
        if not options["dryrun"]:
            due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
            for revision in due:
                self.make_room(revision)
        super().handle(*args, **options)

    def make_room(self, revision: Revision) -> None:
        """Give the revision slugs that are free now."""
        page = revision.as_object()
        if not isinstance(page, BilingualPage):
            return
        parent, manager = page.get_parent(), type(page).all_pages()
        if not list(slugs.taken_slugs(page, parent, manager)):
            return
        slugs.number_taken_slugs(page, parent, manager)
        revision.content = page.serializable_data()
        revision.save(update_fields=["content"])
        self.stdout.write(f"{page.pk}: the address was taken, and got a number")
