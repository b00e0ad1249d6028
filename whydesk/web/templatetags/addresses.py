"""Django's own `{% url %}`, with the address of each screen laid out once.

A page holds dozens of addresses that differ in a number. To find each anew
among all there are was a tenth of what a page costs.
"""

from functools import lru_cache
from typing import Any

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix, reverse
from django.utils.html import escape

register = Library()


class Address(Node):
    """A `{% url %}` that names its screen and gives nothing but numbers."""

    def __init__(self, found: Any) -> None:
        self.found = found
        self.screen: str = found.view_name.var

    def render(self, context: Context) -> str:
        numbers = [argument.resolve(context) for argument in self.found.args]
        if any(type(number) is not int for number in numbers):
            return str(self.found.render(context))
        pieces = pieces_of(self.screen, len(numbers), get_script_prefix())
        if not numbers:
            return pieces[0]
        between = zip(map(str, numbers), pieces[1:], strict=True)
        return pieces[0] + "".join(number + piece for number, piece in between)


@lru_cache
def pieces_of(screen: str, count: int, script: str) -> list[str]:
    """Return what stands around the numbers in the address of a screen."""
    # Numbers that stand in no address by themselves.
    marks = [10**15 + place for place in range(count)]
    rest, pieces = str(escape(reverse(screen, args=marks))), list[str]()
    for mark in marks:
        piece, _mark, rest = rest.partition(str(mark))
        pieces.append(piece)
    return [*pieces, rest]


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node: Any = django_url(parser, token)
    is_named = isinstance(node.view_name.var, str)
    return node if node.asvar or node.kwargs or not is_named else Address(node)
