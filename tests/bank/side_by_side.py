"""Calls side by side, in threads that a failing test cannot leave waiting at the end of the run."""

import threading
from concurrent.futures import Future


def at_once(*calls, seconds=30):
    """The results of the calls, each made in a thread of its own."""
    futures = [Future() for _ in calls]

    def run(future, call):
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threads = [
        threading.Thread(target=run, args=pair, daemon=True)
        for pair in zip(futures, calls, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return [future.result(timeout=0) for future in futures]
