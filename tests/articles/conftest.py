from tests.support.demo import demo_rows, lasting_demo_site  # noqa: F401
