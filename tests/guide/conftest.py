from tests.support.demo import demo_rows, demo_site  # noqa: F401
