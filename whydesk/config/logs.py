"""How much the log says about a database that is away for a moment."""

import logging


class WithoutTrace(logging.Filter):
    """Leave the trace out where a job's queue has lost its database: it says nothing new."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("procrastinate") and record.exc_info:
            kind = record.exc_info[0]
            if kind is not None and kind.__name__ == "ConnectorException":
                record.msg = " ".join(record.getMessage().split())
                record.args = ()
                record.exc_info = None
        return True
