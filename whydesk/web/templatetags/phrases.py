"""Django's own tags of translation, with fixed phrases looked up once for each language.

A page says about a hundred of them. To translate and escape each one anew was
a tenth of what a page costs.
"""

from typing import Any, cast

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Phrase(Node):
    """A `{% translate %}` whose words stand in the template."""

    def __init__(self, found: Any) -> None:
        self.found = found
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = language_of(context)
        if language not in self.said:
            self.said[language] = self.found.render(context)
            if self.found.asvar:
                self.said[language] = context[self.found.asvar]
        if self.found.asvar:
            context[self.found.asvar] = self.said[language]
            return ""
        return self.said[language]


def language_of(context: Context) -> str | None:
    """Return the language of the page, which is the same for all that is drawn in it."""
    page: Any = context.render_context
    if not hasattr(page, "language"):
        page.language = get_language()
    return cast(str | None, page.language)


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    node: Any = i18n.do_translate(parser, token)
    words = node.filter_expression
    is_fixed = words.var.literal is not None and not words.filters
    return node if node.noop or node.message_context or not is_fixed else Phrase(node)
