"""`python -m tests.support.writes_lines COUNT`: somebody at work in a process of their own."""

import os
import sys

from analytics.records import audit
from analytics.records.db import transaction
from analytics.viewer import Viewer


def main(count: int) -> None:
    for number in range(count):
        with transaction() as tx:
            audit.append(tx, Viewer("li", "training"), "reveal", f"{os.getpid()}:{number}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
