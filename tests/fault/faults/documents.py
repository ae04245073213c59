"""Records that no output takes, that take too long, or that are far too large: each costs itself only."""
import json
import random
import re

from tests.support import accounts

from .. import articles
from . import fault

TOPIC_LIMIT = 6000


def ends(t, key):
    """(receipts, dead letters) of a record that the fault inserted."""
    receipts = [r for r in t.seen["receipts"] if f'"urn:fault:{key}' in r["value"]]
    return receipts, [accounts.headers(d) for d in t.seen["dead_letters"] if d["key"] == key]


def must_be_dead(t, key, reason):
    receipts, dead = ends(t, key)
    assert not receipts and [d["demarche-reason"] for d in dead] == [reason], (key, receipts, dead)


def long_quotation(t):
    topic = t.cluster.topic("statements", 8, max_message_bytes=TOPIC_LIMIT)
    t.setup.config["sink"]["topics"]["statements"] = t.setup.output["statements"] = topic
    long = "We will not wait for the talks. " * 300
    t.insert([json.dumps({"id": f"urn:fault:own-{i}", "title": "Talks in Lima",
                          "text": f"“{long}” the president of Peru said."}) for i in range(3)])


def refused(t):
    for key in sorted(t.changed):
        must_be_dead(t, key, "sink_rejected")


@fault(prepare=long_quotation, check=refused, kafka={"compression.type": "none"})
def record_too_large_for_its_topic(t):
    """The broker refuses a statement when its transaction is under way: the message ends as a dead letter, and with it
    nothing else."""
    t.in_flow()
    t.healed()


def endless(t):
    dice = random.Random(t.seed)
    item = articles.article(dice, "", 12)
    many = [{"id": f"urn:fault:own-1:{k}", "content_text": item["text"]} for k in range(9000)]
    t.insert([json.dumps(articles.article(dice, "urn:fault:own-0", 80_000)),
              json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Example Wire", "items": many})])


def numbers(ranges):
    """"0,3,7-9" -> 0, 3, 7, 8, 9"""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", ranges):
        yield from range(int(first), int(last or first) + 1)


def given_up(t):
    must_be_dead(t, "own-0", "time_limit")
    receipts, dead = ends(t, "own-1")
    read = [json.loads(r["value"])["provenance"]["index"] for r in receipts]
    assert len(dead) == 1 and dead[0]["demarche-reason"] == "time_limit", dead
    assert sorted([*read, *numbers(dead[0]["demarche-items"])]) == list(range(9000)), (len(read), dead)


@fault(prepare=endless, check=given_up, engine={"document_time_limit": "1s"})
def document_over_its_time_limit(t):
    """8 MB of one article, and 13 MB of many: the first is a dead letter, of the second each item is read or in the dead
    letter."""
    t.in_flow()
    t.healed()


def enormous(t):
    t.insert([json.dumps({"id": "urn:fault:own-0", "text": "“" * (10 << 20)}, ensure_ascii=False),
              "[" * (20 << 20)])


def bounded(t):
    for key in ("own-0", "own-1"):
        must_be_dead(t, key, "too_large")
    assert t.peak_mb < 1500, f"{t.peak_mb} MB of memory"


@fault(prepare=enormous, check=bounded)
def document_the_size_of_the_memory(t):
    """30 and 20 MB, over record_limit: dead letters with the beginning of the original; memory stays bounded."""
    t.in_flow()
    t.healed()
