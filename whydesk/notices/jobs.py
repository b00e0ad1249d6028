"""People are told by themselves."""

from procrastinate.contrib.django import app

from whydesk.notices.sending import send_due


@app.task(name="notices.jobs.send_by_way", queue="outgoing")
def send_by_way(way_id: int) -> None:
    send_due(way_id)
