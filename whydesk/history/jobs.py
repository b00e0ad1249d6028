"""The queue looks after itself."""

from procrastinate.contrib.django import app

from whydesk.history.recovering import requeue_stalled_jobs


@app.periodic(cron="* * * * * */20")
@app.task(name="history.jobs.requeue_stalled", queueing_lock="stalled jobs", priority=10)
def requeue_stalled(timestamp: int) -> None:
    """Act on workers that died."""
    requeue_stalled_jobs()
