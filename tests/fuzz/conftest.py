from tests.support.demo import demo_rows, demo_site, lasting_demo_site  # noqa: F401
