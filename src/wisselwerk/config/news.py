"""Where the mail of the week finds what is new, in the order of the apps: dotted paths of ``(since, until) -> lines``."""

SOURCES: tuple[str, ...] = (
    "wisselwerk.apps.initiatives.queries.digest_news.news_of_register",
    "wisselwerk.apps.network.queries.news.news_of_network",
)
