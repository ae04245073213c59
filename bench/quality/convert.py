"""Converters between gold sets, `demarche extract` input and output, and the scorers' own formats. Plain functions.

Lines of `demarche extract` (the result contract) hold spans in code points of the text; the scorers of statements and
relations read simpler records. Lines with "error" count as articles without results."""
import json

# Bodies that act like countries, as CAMEO writes them: score_relations.py counts dyads of states only, and leaves these out on both sides.
CAMEO_BODIES = {"EUE": "IGOEUREEC", "NATO": "IGOWSTNAT", "UNO": "IGOUNO", "AFU": "IGOAFRAFU", "ASEAN": "IGOSEAASN", "ARL": "IGOMEAARL"}


def plain_line(gold):
    """A gold record as a `--feed plain` record."""
    record = {"id": gold["id"], "text": gold["text"]}
    if gold.get("date"):
        record["date"] = gold["date"]
    return json.dumps(record, ensure_ascii=False)


def read_extract(lines):
    """Extract lines -> {id: line}, lines with an error left out."""
    records = (json.loads(line) for line in lines if line.strip())
    return {r["id"]: r for r in records if "error" not in r}


def span_list(span):
    return [[span["begin"], span["end"]]] if span and span["begin"] is not None else []


def to_statements(line):
    """An extract line in the format of score_statements.py."""
    return {"id": line["id"], "statements": [{
        "content_spans": [[c["begin"], c["end"]] for c in s["content"]],
        "cue_spans": span_list(s.get("cue")),
        "source_spans": span_list(s.get("source")),
        "addressee_spans": span_list(s.get("addressee")),
        "type": s["type"]} for s in line["statements"]]}


def side(name, country):
    body = CAMEO_BODIES.get(country)
    return {name: body} if body else {name: country, name + "_country": country}


def to_relations(line, text):
    """An extract line in the format of score_relations.py. The code is CAMEO's where there is one, PLOVER's type otherwise."""
    return {"id": line["id"], "text": text, "events": [{
        **side("source", r["source"]["country"]), **side("target", r["target"]["country"]),
        "code": r.get("cameo") or r["event_type"], "reciprocal": r["reciprocal"], "modality": r["modality"]} for r in line["relations"]]}


def overlap(a, b):
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def characters(text, spans):
    return {i for begin, end in spans for i in range(begin, min(end, len(text))) if text[i].isalnum()}


def wholly_right(gold, system):
    """Whether a sentence of the shapes set is read without any fault: as many statements, each with content IoU >= .8 to a gold one
    of its own, its source mention overlapping the gold one (or both without), and the same type."""
    left = list(system["statements"])
    for want in gold["statements"]:
        inside = characters(gold["text"], want["content_spans"])
        for got in left:
            found = characters(gold["text"], got["content_spans"])
            alike = len(inside & found) >= .8 * len(inside | found) and got["type"] == want["type"]
            sources = want["source_spans"], got["source_spans"]
            if alike and (overlap(*sources) or not any(sources)):
                left.remove(got)
                break
        else:
            return False
    return not left
