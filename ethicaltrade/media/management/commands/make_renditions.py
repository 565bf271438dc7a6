"""Make the sizes that pictures lack, after a change of the layout or of a format."""

from django.core.management.base import BaseCommand

from ethicaltrade.media.models import CustomImage


class Command(BaseCommand):
    help = "Make the sizes that pictures lack. Run again, it makes nothing twice."

    def handle(self, *args, **options):
        made = pictures = 0
        for image in CustomImage.objects.order_by("pk"):
            try:
                new = image.make_ready()
            except OSError as error:
                self.stderr.write(f"picture {image.pk} ({image}): {error}")
                continue
            made += new
            pictures += bool(new)
        self.stdout.write(f"Made {made} sizes of {pictures} pictures.")
