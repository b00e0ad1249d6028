"""The desk in a browser without scripts: pages are read, their forms filled in and sent."""

from typing import Any

from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from whydesk.people.models import Agent


class Desk:
    """Somebody at the desk, with one page before them."""

    def __init__(self, agent: Agent) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(agent)

    def open(self, address: str) -> None:
        self._show(self.client.get(address, follow=True))

    def press(self, button: str, form: str = "", **typed: str) -> None:
        """Fill in the form of the button and press it; no page may refuse that.

        `form` selects one where several have such a button.
        """
        [pressed] = [one for one in self.page.css(f"{form} button") if words(one) == button]
        paper = _form_of(pressed)
        said = _fields(paper) | typed
        if name := pressed.attributes.get("name"):
            said[name] = pressed.attributes.get("value") or ""
        named = pressed.attributes.get("formaction") or paper.attributes.get("action")
        self._show(self.client.post(named or self.address, said, follow=True))

    def follow(self, link: str) -> None:
        """Go where the first link with these words leads."""
        found = next(one for one in self.page.css("a[href]") if words(one) == link)
        self.open(found.attributes["href"] or "")

    def texts(self, selector: str) -> list[str]:
        """Return the words of everything on the page that the selector finds."""
        return [words(one) for one in self.page.css(selector)]

    def value(self, name: str) -> str:
        """Return what stands in the field of this name."""
        [field] = self.page.css(f"textarea[name={name}], input[name={name}]")
        return _value(field)

    def look_for_it(self) -> None:
        self.press("Look for it")

    def _show(self, response: Any) -> None:
        assert response.status_code == 200, (response.status_code, response.content.decode())
        self.address = response.wsgi_request.get_full_path()
        self.page = LexborHTMLParser(response.content.decode())


def words(node: LexborNode) -> str:
    """Return what is read aloud of the node."""
    text = node.text()
    for unspoken in node.css("[aria-hidden=true]"):
        text = text.replace(unspoken.text(), "", 1)
    return " ".join(text.split())


def _form_of(node: LexborNode) -> LexborNode:
    parent = node.parent
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    assert parent is not None
    return parent


def _fields(form: LexborNode) -> dict[str, str]:
    """Return what a browser would send, files and lists apart."""
    return {
        field.attributes["name"] or "": _value(field)
        for field in form.css("input[name], textarea[name]")
        if field.attributes.get("type") not in ("radio", "checkbox", "file")
        or "checked" in field.attributes
    } | {select.attributes["name"] or "": _chosen(select) for select in form.css("select[name]")}


def _value(field: LexborNode) -> str:
    return field.text() if field.tag == "textarea" else field.attributes.get("value") or ""


def _chosen(select: LexborNode) -> str:
    options = select.css("option[selected]") or select.css("option")
    return (options[0].attributes.get("value") or "") if options else ""
