"""Whether the place where attachments are kept can be used, before a customer's file shows it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from whydesk.config.doctor import Finding

S3 = "s3://"
_SECONDS = 5


def examine_attachments(place: str) -> Finding | None:
    """Look at the place that is set; a folder in the data folder needs no look of its own."""
    if place.startswith(S3):
        return _examine_bucket(urlsplit(place).netloc)
    if place and Path(place).exists() and not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            f"Attachments are kept in {place}, which cannot be written.",
            "Make its owner the user that Whydesk runs as.",
        )
    return None


def _examine_bucket(bucket: str) -> Finding:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    quick = Config(connect_timeout=_SECONDS, read_timeout=_SECONDS, retries={"max_attempts": 1})
    try:
        boto3.client("s3", config=quick).head_bucket(Bucket=bucket)
    except ClientError as error:
        return _refused(bucket, str(error.response["Error"]["Code"]))
    except BotoCoreError as error:
        return Finding(
            f"The bucket {bucket} for attachments cannot be reached: {error}",
            "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION and, "
            "where it is not Amazon’s, AWS_ENDPOINT_URL.",
        )
    return Finding(f"The bucket {bucket} for attachments can be reached.")


def _refused(bucket: str, code: str) -> Finding:
    if code in ("404", "NoSuchBucket"):
        return Finding(
            f"There is no bucket {bucket} for attachments.",
            "Make it, or mend WHYDESK_ATTACHMENTS.",
        )
    return Finding(
        f"The bucket {bucket} for attachments refuses us ({code}).",
        "Let the key in AWS_ACCESS_KEY_ID list, read, write and delete in it.",
    )
