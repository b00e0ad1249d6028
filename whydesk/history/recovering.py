"""Taking up again what a dead worker was doing."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


async def requeue_stalled_jobs() -> int:
    """Give the jobs of workers whose heart stopped to those that live; return how many.

    procrastinate leaves them "doing" until somebody acts. A job of which only
    one may wait, and one waits already, is let go: that one does its work.
    """
    stalled = [job.id for job in await app.job_manager.get_stalled_jobs() if job.id]
    for job_id in stalled:
        try:
            await app.job_manager.retry_job_by_id_async(job_id, retry_at=timezone.now())
        except UniqueViolation:
            await app.job_manager.finish_job_by_id_async(job_id, Status.FAILED, delete_job=True)
    return len(stalled)
