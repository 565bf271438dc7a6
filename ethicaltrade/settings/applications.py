"""What the site is put together from, and what each request passes through."""

INSTALLED_APPS = [
    # Ours first, so that a template or command of ours wins over a library's; and
    # floor by floor, since a base page registers its translations before its kinds.
    "ethicaltrade.jobs",
    "ethicaltrade.mail",
    "ethicaltrade.users",
    "ethicaltrade.media",
    "ethicaltrade.bilingual",
    "ethicaltrade.basepage",
    "ethicaltrade.core",
    "articles",
    "events",
    "membership",
    "ethicaltrade.home",
    "ethicaltrade.mypage",
    "ethicaltrade.search",
    "ethicaltrade.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "modeltranslation",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",  # the search backend's functions; harmless on SQLite
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    # First: it packs what the others answer. Django hides the length of tokens from
    # those who would guess them by it (BREACH).
    "ethicaltrade.core.middleware.PackPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ethicaltrade.core.middleware.MethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # static files without a web server
    "ethicaltrade.bilingual.middleware.PathLanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ethicaltrade.core.middleware.PersonalAnswersMiddleware",
    "ethicaltrade.users.middleware.PrivateAnswersMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ethicaltrade.users.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
