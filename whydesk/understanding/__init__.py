import os

# The matrices here are small: a second thread costs more than it brings, and takes
# the core of somebody else. It has to be said before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
