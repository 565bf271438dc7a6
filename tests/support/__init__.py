"""What the tests need of the machine: a PostgreSQL, a browser, an HTML checker."""
