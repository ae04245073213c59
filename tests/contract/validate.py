#!/usr/bin/env python3
"""validate.py [FILE ...]: holds output records and `demarche extract` lines against schemas/records.

Reads NDJSON from the files (plain or .gz) or standard input. A line is one of
  a record         {"kind": "statement"|"relation"|"receipt"|"dead-letter", "key", "value", "headers": [[name, value], ...]}
                   ("headers" may be an object; "topic" may stand for "kind" if it ends in a kind, also in the plural)
  an extract line  {"id", "statements": [...], "relations": [...], ...} or {"id": null, "error": {...}}
Beyond the schemas: keys, CloudEvents headers, begin < end, counts, and results that belong to their receipt.
Prints one line for each fault (FILE:LINE: what), then `N lines, N faults`; exit status 1 if there is a fault.
Needs Debian's python3-jsonschema (4.10 or later). Import `Validator` to use it in another test."""
import gzip
import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ("statement", "relation", "receipt", "dead-letter")
EVENT_HEADERS = ("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type")
TRACEPARENT = re.compile(r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def load_schemas():
    read = lambda kind: json.loads((ROOT / f"schemas/records/{kind}.schema.json").read_text(encoding="utf8"))
    return {kind: read(kind) for kind in KINDS}


def kind_of(record):
    """The kind that a record line names, or None."""
    name = record.get("kind") or record.get("topic", "").rsplit(".", 1)[-1]
    name = name.replace("_", "-")
    return name if name in KINDS else name[:-1] if name[:-1] in KINDS else None


class Validator:
    def __init__(self):
        check = jsonschema.FormatChecker()
        self._schemas = {kind: jsonschema.Draft202012Validator(schema, format_checker=check)
                         for kind, schema in load_schemas().items()}

    def schema_faults(self, kind, instance):
        for error in self._schemas[kind].iter_errors(instance):
            path = "/".join(str(p) for p in error.absolute_path)
            yield f"{kind}: {path or 'record'}: {error.message[:300]}"

    def faults(self, line):
        """All that is wrong with one parsed line."""
        if not isinstance(line, dict):
            return ["not an object"]
        if "value" in line:
            return list(self._record(line))
        if "statements" in line or "error" in line:
            return list(self._extract(line))
        return ["neither a record nor an extract line"]

    def _record(self, record):
        kind = kind_of(record)
        if kind is None:
            yield "no known kind"
            return
        headers = record.get("headers") or {}
        headers = dict(headers) if isinstance(headers, list) else headers
        value = record["value"]
        if kind == "dead-letter":
            yield from self.schema_faults(kind, {"key": record.get("key"), "value": value, "headers": headers})
            yield from self._dead_letter(headers)
            return
        if isinstance(value, str):
            value = json.loads(value)
        bad = list(self.schema_faults(kind, value))
        yield from bad
        if bad:
            return
        yield from self.meaning(kind, value)
        for name in EVENT_HEADERS:
            if name not in headers:
                yield f"{kind}: header {name} is missing"
        if headers.get("ce_id") != value["id"]:
            yield f"{kind}: ce_id is {headers.get('ce_id')}, id is {value['id']}"
        if headers.get("ce_type") != f"demarche.{kind}.v1":
            yield f"{kind}: ce_type is {headers.get('ce_type')}"
        if headers.get("ce_time") != value["extracted_at"]:
            yield f"{kind}: ce_time is not extracted_at"
        article = value["article"]
        if headers.get("ce_subject") != (article and article["id"]):
            yield f"{kind}: ce_subject is not the article's id"
        if isinstance(headers.get("traceparent"), str) and not TRACEPARENT.match(headers["traceparent"]):
            yield f"{kind}: traceparent is malformed"
        if kind == "relation":
            want = f"{value['source']['country']}-{value['target']['country']}"
        else:
            want = article and article["id"]
        if want is not None and record.get("key") != want:
            yield f"{kind}: key is {record.get('key')!r}, not {want!r}"

    def _dead_letter(self, headers):
        if "demarche-failures" not in headers:
            return
        try:
            failures = json.loads(headers["demarche-failures"])
        except ValueError as error:
            yield f"dead-letter: demarche-failures is not JSON: {error}"
            return
        for failure in failures:
            if sorted(failure) != ["item", "message", "reason", "stage"]:
                yield f"dead-letter: a failure with the fields {sorted(failure)}"

    def _extract(self, line):
        if "error" in line:
            enums = self._schemas["dead-letter"].schema["properties"]["headers"]["properties"]
            error = line["error"]
            if set(error) != {"stage", "reason", "message"}:
                yield f"extract: error with the fields {sorted(error)}"
            for field in ("stage", "reason"):
                if error.get(field) not in enums[f"demarche-{field}"]["enum"]:
                    yield f"extract: error {field} {error.get(field)!r} is not in the list"
            return
        if not isinstance(line.get("id"), str) or not line["id"]:
            yield "extract: no id"
        # A result of an extract line is the record without what the line says once.
        rest = {"extracted_at": "2000-01-01T00:00:00.000Z",
                "extractor": {"name": "extract", "version": "", "lexicon": None, "reader": None},
                "article": line.get("article"), "provenance": line.get("provenance")}
        for kind in ("statement", "relation"):
            for result in line.get(kind + "s", []):
                whole = {**rest, **result}
                bad = list(self.schema_faults(kind, whole))
                yield from bad or self.meaning(kind, whole)

    def meaning(self, kind, value):
        """What a schema cannot say. REQUIRES: the schema is met."""
        for path, span in spans(value):
            if span["begin"] is not None and span["begin"] >= span["end"]:
                yield f"{kind}: {path}: begin {span['begin']} is not before end {span['end']}"
        article = value["article"]
        if kind == "statement":
            begins = [c["begin"] for c in value["content"]]
            if begins != sorted(begins):
                yield "statement: content is out of order"
        if kind == "relation":
            if value["source"]["country"] == value["target"]["country"]:
                yield "relation: source and target are the same country"
            if (value["cameo"] is None) != (value["intensity"] is None):
                yield "relation: intensity without cameo, or cameo without intensity"
            trigger, evidence = value["trigger"], value["evidence"]
            if trigger and not (evidence["begin"] <= trigger["begin"] and trigger["end"] <= evidence["end"]):
                yield "relation: the trigger lies outside the evidence"
        if kind == "receipt":
            for name in ("statements", "relations"):
                if value["counts"][name] != len(value[name]):
                    yield f"receipt: counts {value['counts'][name]} {name}, lists {len(value[name])}"
            foreign = [i for i in value["statements"] + value["relations"] if not i.startswith(article["key"] + "-")]
            if foreign:
                yield f"receipt: {foreign[0]} is not an id of this article"
        elif not value["id"].startswith(article["key"] + "-"):
            yield f"{kind}: id {value['id']} does not start with the article's key"


def spans(value, path=""):
    """All objects with begin and end inside a value."""
    if isinstance(value, dict):
        if "begin" in value and "end" in value:
            yield path, value
        for key, inner in value.items():
            yield from spans(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from spans(inner, f"{path}/{i}")


def read_lines(path):
    if path == "-":
        yield from sys.stdin
        return
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf8") as file:
        yield from file


def main():
    validator, lines, bad = Validator(), 0, 0
    for path in sys.argv[1:] or ["-"]:
        for number, line in enumerate(read_lines(path), 1):
            if not line.strip():
                continue
            lines += 1
            try:
                faults = validator.faults(json.loads(line))
            except ValueError as error:
                faults = [f"not JSON: {error}"]
            bad += len(faults)
            for fault in faults:
                print(f"{path}:{number}: {fault}")
    print(f"{lines} lines, {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
