from modeltranslation.translator import register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import ArticleIndexPage, ArticlePage


@register(ArticlePage)
class ArticlePageTranslation(WrittenPageTranslation):
    pass


@register(ArticleIndexPage)
class ArticleIndexPageTranslation(WrittenPageTranslation):
    pass
