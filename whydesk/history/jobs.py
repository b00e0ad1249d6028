"""The queue looks after itself."""

from procrastinate.contrib.django import app

from whydesk.history.recovering import requeue_stalled_jobs


@app.periodic(cron="* * * * *")
@app.task(name="history.jobs.requeue_stalled", queueing_lock="stalled jobs", priority=10)
async def requeue_stalled(timestamp: int = 0) -> None:
    """Act on workers that died; also when one starts."""
    await requeue_stalled_jobs()
