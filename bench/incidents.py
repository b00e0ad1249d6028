"""One update to everybody: `python -m bench.incidents 5000` on the desk that the environment names.

Half of the customers have written, half are told without having done so.
"""

import sys
import time
from datetime import timedelta

from whydesk.config.opening import desk_opened

TEXTS = {
    "en": "We have found the cause: **a full disk**.\n\n- Reading works.\n- Sending is late.",
    "ru": "Причина нашлась: **переполнен диск**.\n\n- Чтение работает.\n- Отправка опаздывает.",
    "pt-br": "Achamos a causa: **um disco cheio**.\n\n- A leitura funciona.\n- O envio atrasa.",
}
LANGUAGES = tuple(TEXTS)


def main(number: int) -> None:
    with desk_opened():
        _measure(number)


def _measure(number: int) -> None:
    from django.utils import timezone

    from whydesk.incidents.declaring import declare_incident
    from whydesk.incidents.informing import send_update
    from whydesk.incidents.picking import pick_companies
    from whydesk.incidents.telling import tell_everyone

    agent, companies, tickets = _customers(number)
    now = timezone.now()
    began = time.perf_counter()
    incident = declare_incident(
        title="Mail does not leave",
        severity="down",
        since=now - timedelta(hours=1),
        tickets=tickets,
        by=agent,
    )
    _say("declared with the tickets attached", began)
    began = time.perf_counter()
    pick_companies(incident, companies, by=agent)
    _say("the others chosen", began)
    for turn in ("first", "second"):
        began = time.perf_counter()
        update = send_update(incident, texts=TEXTS, next_news_at=now + timedelta(hours=1), by=agent)
        _say(f"{turn} update written", began)
        began, cpu = time.perf_counter(), time.process_time()
        tell_everyone(update.pk)
        cpu = time.process_time() - cpu
        update.refresh_from_db()
        _say(f"{turn} update queued to {update.waiting:,}, {cpu:.2f} s of CPU here", began)
        TEXTS["en"] += "\n\nMore."


def _customers(number: int):  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.utils import timezone

    from whydesk.customers.models import Address, Company, Contact
    from whydesk.mailroom.models import Mailbox
    from whydesk.people.actors import Role
    from whydesk.people.models import Agent
    from whydesk.tickets.models import Message, Ticket

    agent = Agent.objects.create(name="Bench", email="bench@bench.example", role=Role.LEAD)
    mailbox = Mailbox.objects.create(address="support@bench.example", name="Bench")
    companies = Company.objects.bulk_create(Company(name=f"Firm {n}") for n in range(number))
    contacts = Contact.objects.bulk_create(
        Contact(name=f"Person {n}", company=company, language=LANGUAGES[n % 3])
        for n, company in enumerate(companies)
    )
    Address.objects.bulk_create(
        Address(contact=contact, email=f"person@firm{n}.example")
        for n, contact in enumerate(contacts)
    )
    now = timezone.now()
    tickets = Ticket.objects.bulk_create(
        Ticket(
            subject="My mail does not leave",
            contact=contact,
            company=contact.company,
            mailbox=mailbox,
            language=contact.language,
            waits_since=now,
        )
        for contact in contacts[::2]
    )
    Message.objects.bulk_create(
        Message(
            ticket=ticket,
            kind=Message.Kind.INCOMING,
            contact=ticket.contact,
            message_id=f"{ticket.pk}@firm.example",
            text="My mail does not leave!!! What happened?",
        )
        for ticket in tickets
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return agent, companies, tickets


def _say(what: str, began: float) -> None:
    print(f"  {time.perf_counter() - began:6.2f} s  {what}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
