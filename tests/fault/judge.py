"""What a disturbed run gave, held against what an undisturbed run over the same articles gave (same seed). Pure."""
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.support import accounts

KINDS = ("statements", "relations", "receipts", "dead_letters")
OF_THE_RUN = ("extracted_at", "timings_us", "provenance")  # when, how fast and from where; the results are without them


def identity(kind, record):
    """Of which article, and its content without what differs from run to run."""
    if kind == "dead_letters":
        h = accounts.headers(record)
        return record["key"], f"{h['demarche-reason']} {h.get('demarche-items', 'all')} {record['value']}"
    value = json.loads(record["value"])
    article = value["article"]["id"] if value["article"] else record["key"]
    index = value["provenance"]["index"]
    for name in OF_THE_RUN:
        value.pop(name, None)
    if kind == "receipts":
        value.pop("id")  # a hash of topic and offset, and topics have names of their own
    return article, f"{index} {json.dumps(value, sort_keys=True)}"


def results(records):
    """{kind: {article: Counter of contents}} of what the ledger read from the four topics."""
    return {kind: collect(kind, records[kind]) for kind in KINDS}


def collect(kind, records):
    found = defaultdict(Counter)
    for record in records:
        article, content = identity(kind, record)
        found[article][content] += 1
    return found


def number(article):
    """The key of the record that an article, or a record without one, came in (see articles.py)."""
    return article.removeprefix("urn:fault:").split(":")[0]


@dataclass
class Verdict:
    inputs: int = 0
    lost: int = 0        # records without receipt or dead letter, results that the undisturbed run has and this one has not
    doubled: int = 0     # seen more often than there
    misordered: int = 0  # receipts of a source partition that stand in the wrong order in an output partition
    uncommitted: int = 0
    remarks: list = field(default_factory=list)

    @property
    def good(self):
        return not (self.lost or self.doubled or self.misordered or self.uncommitted)


def judge(records, offsets, undisturbed, changed=(), without=(), late=()):
    """`records`: {kind: [...]}; `offsets` as Ledger.offsets gives them; `undisturbed`: results() of that run, or None.
    changed: keys of records that the fault itself makes end differently; the caller looks at those.
    without: kinds whose records the fault itself destroys; of those nothing may be doubled, but some may be missing,
    except of the records with the keys `late`, which came afterwards."""
    sums = accounts.check(records["receipts"], records["dead_letters"], offsets)
    verdict = Verdict(sums["inputs"], sums["lost"] + sums["strange"], sums["doubled"], sums["misordered"], sums["uncommitted"])
    if undisturbed is None:
        return verdict
    seen = results(records)
    for kind in KINDS:
        for article in set(undisturbed[kind]) | set(seen[kind]):
            if number(article) in changed:
                continue
            wanted, got = undisturbed[kind].get(article, Counter()), seen[kind].get(article, Counter())
            if wanted == got:
                continue
            missing, surplus = wanted - got, got - wanted
            destroyed = kind in without and number(article) not in late
            if not destroyed:
                verdict.lost += missing.total()
            verdict.doubled += surplus.total()
            if len(verdict.remarks) < 5 and (surplus or not destroyed):
                verdict.remarks.append(f"{kind} of {article}: missing {list(missing)[:1]}, surplus {list(surplus)[:1]}")
    return verdict
