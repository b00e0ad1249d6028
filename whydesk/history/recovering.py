"""Taking up again what a dead worker was doing."""

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status


def requeue_stalled_jobs() -> int:
    """Give the jobs of workers whose heart stopped to those that live; return how many.

    procrastinate leaves them "doing" until somebody acts. A job of which only
    one may wait, and one waits already, is let go: that one does its work.
    """
    manager = app.job_manager
    stalled = [job.id for job in async_to_sync(manager.get_stalled_jobs)() if job.id]
    for job_id in stalled:
        try:
            with transaction.atomic():
                manager.retry_job_by_id(job_id, retry_at=timezone.now())
        except UniqueViolation:
            let_go = async_to_sync(manager.finish_job_by_id_async)
            let_go(job_id, Status.FAILED, delete_job=True)
    return len(stalled)
