"""The input: numbered articles, made by a seed. Most are short and can be read; some cannot; some records hold many
articles; some take long, some are large. The number is in the article's id and in the record's key."""
import json
import random

PARTITIONS = 8
COUNTRIES = ("Peru", "Chile", "Zambia", "Norway", "Japan", "Kenya", "Brazil", "Poland")
VERBS = ("criticized", "praised", "accused", "threatened", "condemned", "thanked")
BROKEN = ('{{"id":"{0}","text":"cut of', "no json {0}", "[{0}, 2", '{{"id":"{0}"}}')


def sentences(dice, count):
    for _ in range(count):
        a, b = dice.sample(COUNTRIES, 2)
        verb, n = dice.choice(VERBS), dice.randrange(1000)
        yield f"{a} {verb} {b} on Monday over item {n}. “We will not wait for {b},” the president of {a} said."


def article(dice, identity, length):
    text = " ".join(sentences(dice, length))
    return {"id": identity, "title": text[:60], "text": text}


def envelope(dice, number):
    """A JSON Feed of some articles; now and then one of them has no text and is rejected alone."""
    items = []
    for k in range(dice.randrange(2, 12)):
        one = article(dice, f"urn:fault:{number}:{k}", 1)
        items.append({"id": one["id"], "title": one["title"], "content_text": one["text"]})
    if dice.random() < 0.3:
        items[dice.randrange(len(items))] = {"id": f"urn:fault:{number}:none"}
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Example Wire", "items": items}


def value(dice, number):
    kind = dice.random()
    if kind < 0.02:
        return dice.choice(BROKEN).format(number)
    if kind < 0.05:
        return json.dumps(envelope(dice, number))
    length = 150 if kind < 0.053 else 1500 if kind < 0.0535 else 1  # 15 KB, 150 KB, 100 bytes
    return json.dumps(article(dice, f"urn:fault:{number}", length))


def generate(seed, count):
    """[(key, value)], record i for partition i modulo PARTITIONS."""
    dice = random.Random(f"articles {seed}")
    return [(str(i), value(dice, i)) for i in range(count)]


def lines(records, partitions=PARTITIONS):
    """As Ledger.java's `feed` reads them."""
    return "".join(f"{i % partitions}\t{key}\t{text}\n" for i, (key, text) in enumerate(records))
