"""The four steps in a real browser: from a key to words in the answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, barriers
from tests.browser.desk import press
from tests.care.matters import care_of, outlook, ticket_of
from tests.world import World
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.models import Care

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_key_takes_the_steps_up_and_the_words_come_into_the_answer(at_desk: Visit, world: World):
    ticket = ticket_of(world)
    page = at_desk(f"/tickets/{ticket.pk}", agent=world.sam)
    expect(page.locator(".care-take-up")).to_be_visible()
    press(page, "f")
    page.get_by_role("button", name="Take them up").click()
    expect(page.locator(".care-step")).to_have_count(4)
    page.fill("[name=outlook-cause]", "O servidor recusou a senha.")
    page.fill("[name=outlook-estimate_at]", "2099-01-02T12:00")
    page.fill("[name=outlook-next_news_at]", "2099-01-01T12:00")
    page.locator(".care-step button.button-main").first.click()
    expect(page.locator("[data-composer] [name=text]")).to_have_value(
        "Olá, João.\n\n"
        "Sinto muito que isso ainda não funcione para você e que tome o seu tempo.\n\n"
        "O que aconteceu: O servidor recusou a senha.\n\n"
        "Esperamos ter tudo resolvido até: sexta-feira, 2 de janeiro, 12:00 UTC. "
        "É um prazo com folga, para você poder contar com ele.\n\n"
        "Você terá notícias nossas, no mais tardar: quinta-feira, 1 de janeiro, 12:00 UTC. "
        "Vamos escrever mesmo que não haja novidade.\n\n"
        "Se ficar mais urgente do seu lado, responda a este e-mail. Agradecemos por nos contar."
    )
    expect(page.locator("#care-mark")).to_contain_text("The four steps")
    assert Care.objects.get().steps.get(number=1).owner == world.sam


def test_nobody_is_shut_out_of_what_is_owed(at_desk: Visit, world: World):
    care = care_of(world)
    outlook(world, care)
    start_aftercare(care.company, story="Lost a day.", by=world.vera)
    for address, shown in (
        (f"/tickets/{care.ticket_id}/care", ".care-steps"),
        ("/care/", ".care-columns"),
        ("/care/watched?ask=1", ".watched-one"),
    ):
        page = at_desk(address, agent=world.sam)
        expect(page.locator(shown).first).to_be_visible()
        assert (address, barriers(page)) == (address, [])
