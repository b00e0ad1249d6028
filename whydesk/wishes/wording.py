"""Drafts to customers, in their language and fitted to what was decided."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from whydesk.customers.models import Contact
from whydesk.wishes.calendar import callback_due, next_review_at
from whydesk.wishes.choices import State
from whydesk.wishes.letters import compose, filled, has_letter
from whydesk.wishes.models import Article, Asking, Capability, Decision, Voice, Wording

# A day in words, as one says it in the middle of a sentence.
_DAYS = {"en": "l, F j", "ru": "l, j E", "pt-br": "l, j \\d\\e F"}
_DATES = {"en": "F j, Y", "ru": "j E Y", "pt-br": "j \\d\\e F \\d\\e Y"}


def language_of(voice: Voice) -> str:
    """Return the language in which this customer wrote, as far as it is one of ours."""
    known = dict(settings.LANGUAGES)
    wanted = (voice.language, voice.contact.language)
    return next((language for language in wanted if language in known), settings.LANGUAGE_CODE)


def first_name(contact: Contact) -> str:
    """Return what to call the customer by, or nothing where we know only an address."""
    return "" if "@" in contact.name else contact.name.split(" ")[0]


def draft_promise(voice: Voice) -> str:
    """Write to whoever has just asked: it is noted, and when it will be decided.

    A wish whose goal is not known yet comes to no review, so no day is named;
    of one that is decided already they hear by the day on which they will be told.
    """
    language = language_of(voice)
    if voice.root.state != State.OPEN:
        return _draft_decided(voice, language)
    review = next_review_at()
    return compose(
        "joined",
        language,
        name=first_name(voice.contact),
        so_that=voice.so_that,
        review_day=in_words(review, language) if review and voice.root.is_whole else "",
    )


def _draft_decided(voice: Voice, language: str) -> str:
    return compose(
        "joined_decided",
        language,
        name=first_name(voice.contact),
        so_that=voice.so_that,
        told_by=_dated(callback_due(timezone.now()), language),
    )


def draft_article(capability: Capability, contact: Contact, language: str) -> str:
    """Write to whoever asked for what the product does already."""
    places = _article(capability, language)
    return compose("you_have_it", language, name=first_name(contact), **places)


def draft_decision(decision: Decision, voice: Voice, told_on: datetime | None) -> str:
    """Write what was decided to one who waits for it.

    `told_on` is when they were told of an earlier decision that this one changes.
    """
    language = language_of(voice)
    places = {
        "name": first_name(voice.contact),
        "asked": _asked(voice, language),
        "so_that": voice.so_that,
        "told_on": _dated(told_on, language) if told_on else "",
        **_terms(decision, language),
    }
    if decision.capability:
        places |= _article(decision.capability, language)
    places["changed"] = _changed(language, places)
    return compose(_letter_for(decision.outcome, voice.weight), language, **places)


def draft_question(asking: Asking) -> str:
    """Write the short question after a decision."""
    voice = asking.voice
    language = language_of(voice)
    return compose(
        asking.kind,
        language,
        name=first_name(voice.contact),
        asked=_asked(voice, language),
        so_that=voice.so_that,
    )


def in_words(at: date, language: str) -> str:
    """Return the day as it stands in the middle of a sentence: Tuesday, November 24."""
    return _said(at, _DAYS[language], language)


_QUOTED = {"en": "“{}”", "ru": "«{}»", "pt-br": "“{}”"}


def _asked(voice: Voice, language: str) -> str:
    """Return what they asked for: in their own words where we have them."""
    return _QUOTED[language].format(voice.said) if voice.said else voice.root.title


def _dated(at: date, language: str) -> str:
    return _said(at, _DATES[language], language)


def _said(at: date, form: str, language: str) -> str:
    """Write days and months small, but where the language has them with a capital."""
    with translation.override(language):
        said = date_format(at, form)
    return said if language == "en" else said.lower()


def _letter_for(outcome: str, weight: str) -> str:
    fitted = f"{outcome}_{weight}"
    return fitted if has_letter(fitted) else outcome


def _changed(language: str, places: dict[str, str]) -> str:
    return "\n\n".join(filled("changed", language, places))


def _terms(decision: Decision, language: str) -> dict[str, str]:
    with translation.override(language):
        amount = number_format(decision.price, 2, force_grouping=True) if decision.price else ""
    words = words_of(decision, language)
    return {
        "reason": words.reason,
        "would_change": words.would_change,
        "elsewhere": words.elsewhere,
        "ask_again_on": _dated(decision.ask_again_on, language) if decision.ask_again_on else "",
        "by_when": _dated(decision.by_when, language) if decision.by_when else "",
        "price": f"{amount} {decision.currency}" if amount else "",
    }


def words_of(decision: Decision, language: str) -> Decision | Wording:
    """Return the reason in the language where it was put into it, else as it was given."""
    worded = {one.language: one for one in decision.wordings.all()}
    return worded.get(language, decision)


def lacks_words(decision: Decision, language: str) -> bool:
    """Tell whether a customer would read the reason in a language that is not theirs."""
    is_theirs = decision.language in ("", language)
    return bool(decision.reason) and not is_theirs and words_of(decision, language) is decision


def article_in(capability: Capability, language: str) -> Article | None:
    """Return the article in the language, or in one that there is."""
    articles = {article.language: article for article in capability.articles.all()}
    return articles.get(language) or next(iter(articles.values()), None)


def title_of(capability: Capability, language: str) -> str:
    article = article_in(capability, language)
    return article.title if article else capability.slug


def _article(capability: Capability, language: str) -> dict[str, str]:
    article = article_in(capability, language)
    if article is None:
        return {"article_title": capability.slug}
    return {
        "article_title": article.title,
        "article_purpose": article.purpose,
        "article_how": article.how,
    }
