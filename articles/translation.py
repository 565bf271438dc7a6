from modeltranslation.translator import register

from ethicaltrade.core.translation import WrittenPageTranslation

from .models import ArticleIndexPage, ArticlePage


@register(ArticlePage)
class ArticlePageTranslation(WrittenPageTranslation):
    fields = ("updated",)


@register(ArticleIndexPage)
class ArticleIndexPageTranslation(WrittenPageTranslation):
    pass
