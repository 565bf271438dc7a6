"""``docs/deploy.md`` on fresh servers: ``make deploy-drill``.

Its blocks are what is run, as they stand; around them is only what a server has around
it (a name, mail, whoever signs certificates), and what is looked at afterwards.
"""
