"""Judges files under a JSON Schema: fleet_schema.py SCHEMA CASES

CASES holds one file a line, in base64. Prints a line for each: "accepted", or why not.
"""

import base64
import json
import re
import sys

import jsonschema
import yaml


class Editor(yaml.CSafeLoader):
    """Reads YAML as editors do: by the core schema of 1.2, and no key twice."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", "-+."),
]:
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def whole(loader, node):
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def mapping(loader, node):
    names = [loader.construct_object(key, deep=True) for key, _ in node.value]
    if len(set(map(str, names))) != len(names):
        raise yaml.YAMLError("a key twice")
    return {name: loader.construct_object(value, deep=True)
            for name, (_, value) in zip(names, node.value)}


Editor.add_constructor("tag:yaml.org,2002:int", whole)
Editor.add_constructor("tag:yaml.org,2002:map", mapping)


def judged(validator, content):
    try:
        aliases = sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(content, Editor))
        if aliases > 50:
            return "no YAML: too many aliases"
        value = yaml.load(content, Editor)
    except (yaml.YAMLError, UnicodeError, ValueError, TypeError, RecursionError) as error:
        return "no YAML: " + str(error)
    error = jsonschema.exceptions.best_match(validator.iter_errors(value))
    return f"{error.json_path}: {error.message}" if error else "accepted"


def main(schema_file, cases_file):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    with open(cases_file, encoding="ascii") as file:
        for line in file:
            answer = judged(validator, base64.b64decode(line))
            print(" ".join(answer.split()) or "refused")


if __name__ == "__main__":
    main(*sys.argv[1:])
