"""The desk in a real browser, in the words in which stories are told."""

from typing import Protocol

from playwright.sync_api import Locator, Page, Response, expect

# What is read aloud of elements.
_SPOKEN = """elements => elements.map((element) => {
  const copy = element.cloneNode(true);
  for (const unspoken of copy.querySelectorAll("[aria-hidden=true]")) unspoken.remove();
  return copy.textContent;
})"""


# Whether htmx sends what the button sends, and the page stays.
_IS_QUICK = """button => button.hasAttribute("hx-post")
  || button.form.matches("[hx-post]:not([hx-trigger])")"""


class Sight(Protocol):
    """Somebody at the desk, with one page before them, whatever shows it to them."""

    def open(self, address: str) -> None: ...
    def press(self, button: str, form: str = "", **typed: str) -> None: ...
    def texts(self, selector: str) -> list[str]: ...
    def value(self, name: str) -> str: ...
    def look_for_it(self) -> None: ...


class Screen:
    """Somebody who sits before a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)
        self._settle()

    def press(self, button: str, form: str = "", **typed: str) -> None:
        """Fill in the form of the button as a hand does, and press it."""
        pressed = self._button(button, form)
        for name, value in typed.items():
            self._fill(_form_of(pressed), name, value)
        _unfold(pressed)
        is_quick = pressed.evaluate(_IS_QUICK)
        self.page.evaluate("document.documentElement.dataset.left = ''")
        with self.page.expect_response(lambda one: _answers(one, is_quick=is_quick)) as answer:
            pressed.click()
        assert answer.value.status < 400, answer.value.status
        if not is_quick:
            expect(self.page.locator("html[data-left]")).to_have_count(0)
        self._settle()

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.page.locator(selector).evaluate_all(_SPOKEN)
        return [" ".join(text.split()) for text in found]

    def value(self, name: str) -> str:
        return self.page.locator(f"textarea[name={name}], input[name={name}]").input_value()

    def look_for_it(self) -> None:
        """Wait until what the panel looks up by itself is there."""
        expect(self.page.locator(".wish-name").first).to_be_visible()

    def _button(self, words: str, form: str) -> Locator:
        buttons = self.page.locator(f"{form} button")
        texts = self.texts(f"{form} button")
        [place] = [place for place, text in enumerate(texts) if text == words]
        return buttons.nth(place)

    def _fill(self, form: Locator, name: str, value: str) -> None:
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            field = form.locator(f"[name={name}][value='{value}']")
            _unfold(field)
            field.check()
        elif field.evaluate("field => field.matches('select')"):
            _unfold(field)
            field.select_option(value)
        else:
            _unfold(field)
            field.fill(value)

    def _settle(self) -> None:
        """Wait until the page is whole, with what it asked for by itself."""
        self.page.wait_for_load_state()
        expect(self.page.locator(".htmx-request")).to_have_count(0)


def _form_of(button: Locator) -> Locator:
    return button.locator("xpath=ancestor::form")


def _unfold(element: Locator) -> None:
    """Open what the element is folded away in, the outermost first."""
    folds = element.locator("xpath=ancestor::details[not(@open)]")
    for fold in folds.all():
        fold.locator("> summary").click()


def _answers(response: Response, *, is_quick: bool) -> bool:
    request = response.request
    return request.method == "POST" and ("hx-request" in request.headers) == is_quick
