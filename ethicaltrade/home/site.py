"""The site's own address."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def follow_base_url() -> None:
    """Give Wagtail's default site the host and port of ``BASE_URL``.

    Wagtail starts with http://localhost, and every canonical address would say so.
    """
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(
        hostname=address.hostname, port=port
    )
    Site.clear_site_root_paths_cache()
