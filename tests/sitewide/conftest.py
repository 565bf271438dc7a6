from tests.support.demo import (  # noqa: F401
    demo_answers,
    demo_rows,
    demo_site,
    lasting_demo_site,
)
