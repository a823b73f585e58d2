"""What the judges of cloudsim share: cases that run in order, and one line of JSON for each.

A judge is a program that uses an official client as anyone could. It reads the ready file of a
cloudsim, runs its cases, and prints for each the operation, the case, and why it failed. It ends
with 0 whatever came of the cases: the test that started it judges the lines.
"""

import json
import sys
import time
import traceback


class Judge:
    def __init__(self):
        with open(sys.argv[1], encoding="utf-8") as file:
            self.ready = json.load(file)
        self.used = set()
        # How often a judge that counts has called its client.
        self.calls = 0

    @property
    def port(self):
        return int(self.ready["vast_url"].rsplit(":", 1)[1])

    def case(self, operation, name=""):
        """Runs the function at once, and prints what came of it."""

        def run(function):
            why = None
            before = self.calls
            try:
                function()
            except Exception:
                why = traceback.format_exc(limit=-2)
            self.used.add(operation)
            calls = self.calls - before
            line = {"operation": operation, "case": name, "calls": calls, "why": why}
            print(json.dumps(line), flush=True)
            return function

        return run


def same(seen, wanted, what="value"):
    if seen != wanted:
        raise AssertionError(f"{what} is {seen!r}, not {wanted!r}")


def true(condition, what):
    if not condition:
        raise AssertionError(what)


def refused(error, text, call):
    """The call must raise this error with this text in it."""
    try:
        answer = call()
    except error as raised:
        true(text in str(raised), f"{text!r} is not in {str(raised)!r}")
        return raised
    raise AssertionError(f"not refused: {answer!r}")


def until(condition, what):
    """Looks until it holds; a limit of looks, not of time, ends a wait for good."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")
