"""A tour of the product, address by address."""

from django.urls import URLPattern, URLResolver, path

from whydesk.web import (
    attachments,
    briefs,
    calls,
    composing,
    customers,
    errors,
    form,
    health,
    inbox,
    invitations,
    letters,
    live,
    mailboxes,
    messages,
    people,
    profile,
    search,
    sign_in,
    similar,
    styleguide,
    teams,
    ticket_acts,
    tickets,
    welcome,
)

urlpatterns: list[URLPattern | URLResolver] = [
    # The inbox
    path("", inbox.home, name="home"),
    path("inbox", inbox.home, name="inbox"),
    path("inbox/queues", inbox.queues, name="queues"),
    path("inbox/selection", inbox.selection, name="selection"),
    path("inbox/<slug:slug>", inbox.inbox, name="queue"),
    path("inbox/<slug:slug>/filters/<slug:name>", inbox.queue_filter, name="queue_filter"),
    # A ticket
    path("tickets/<int:pk>", tickets.ticket, name="ticket"),
    path("tickets/<int:pk>/assignment", ticket_acts.assignment, name="ticket_assignment"),
    path("tickets/<int:pk>/status", ticket_acts.status, name="ticket_status"),
    path("tickets/<int:pk>/snooze", ticket_acts.snooze, name="ticket_snooze"),
    path("tickets/<int:pk>/similar", similar.similar, name="similar"),
    path("tickets/<int:pk>/tags", ticket_acts.tags, name="ticket_tags"),
    # Answering
    path("tickets/<int:pk>/replies", composing.replies, name="ticket_replies"),
    path("tickets/<int:pk>/notes", composing.notes, name="ticket_notes"),
    path("tickets/<int:pk>/draft", composing.draft, name="ticket_draft"),
    path("tickets/<int:pk>/draft/files", composing.uploads, name="ticket_uploads"),
    path(
        "tickets/<int:pk>/draft/files/removal",
        composing.upload_removal,
        name="ticket_upload_removal",
    ),
    path("markdown", composing.markdown, name="markdown"),
    # What was said, and how far it came
    path("messages/<int:pk>", messages.message, name="message"),
    path("messages/<int:pk>/html", messages.letter, name="letter"),
    path("messages/<int:pk>/raw", messages.source, name="message_source"),
    path("messages/<int:pk>/reading", briefs.reading, name="reading"),
    path("messages/<int:pk>/corrections", briefs.corrections, name="corrections"),
    path("attachments/<int:pk>", attachments.attachment, name="attachment"),
    path("deliveries/<int:pk>", messages.delivery, name="delivery"),
    path("deliveries/<int:pk>/tries", messages.tries, name="delivery_tries"),
    path("deliveries/<int:pk>/arrival", messages.arrival, name="delivery_arrival"),
    # Everything else at the desk
    path("calls", calls.calls, name="calls"),
    path("search", search.search, name="search"),
    path("live", live.live, name="live"),
    # Coming in
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("password", sign_in.password_link, name="password_link"),
    path("password/<str:key>/<str:token>", sign_in.new_password, name="new_password"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
    path("invitations/<str:token>", welcome.joining, name="joining"),
    # Who works here
    path("people", people.people, name="people"),
    path("people/<int:key>", people.person, name="person"),
    path("people/<int:key>/account", people.account, name="person_account"),
    path("people/invitations", invitations.invitations, name="invitations"),
    path("people/invitations/<int:key>/removal", invitations.removal, name="invitation_removal"),
    path("teams", teams.teams, name="teams"),
    path("teams/<int:key>", teams.team, name="team"),
    path("teams/<int:key>/removal", teams.removal, name="team_removal"),
    # Mailboxes, and mail that could not be read
    path("mailboxes", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new", mailboxes.mailbox, name="new_mailbox"),
    path("mailboxes/new/checks/<slug:what>", mailboxes.checks, name="new_mailbox_checks"),
    path("mailboxes/<int:key>", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:key>/checks/<slug:what>", mailboxes.checks, name="mailbox_checks"),
    path("mailboxes/<int:key>/removal", mailboxes.removal, name="mailbox_removal"),
    path("letters/", letters.letters, name="unread"),
    path("letters/tries", letters.all_tries, name="all_unread_tries"),
    path("letters/<int:key>/tries", letters.tries, name="unread_tries"),
    path("letters/<int:key>/source", letters.source, name="unread_source"),
    # Who writes to us
    path("companies/", customers.companies, name="companies"),
    path("companies/<int:key>/", customers.company, name="company"),
    path("contacts/<int:key>/", customers.contact, name="contact"),
    path("ask/", form.ask, name="ask"),
    path("ask/<str:address>/", form.ask, name="ask_mailbox"),
    # Oneself
    path("me", profile.me, name="me"),
    path("me/password", profile.own_password, name="own_password"),
    path("me/appearance", profile.appearance, name="appearance"),
    # The machine room
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health", health.health, name="health"),
]

handler400 = errors.not_understood
handler403 = errors.not_allowed
handler404 = errors.missing
handler500 = errors.broken
