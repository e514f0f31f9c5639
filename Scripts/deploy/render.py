"""Renders one document of deploy/chart for `podman kube play`.

render.py KIND NAME=VALUE…: values with dots for nesting; a value is JSON, else a text.
"""

import json
import sys

import helm_python
import yaml


def main():
    values = {}
    for argument in sys.argv[2:]:
        name, text = argument.split("=", 1)
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        *parents, last = name.split(".")
        place = values
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    with helm_python.Chart.load("deploy/chart") as chart:
        chart.validate_schema(values)
        manifests = chart.render(values, name="gate", namespace="default")
    wanted = [
        document for text in manifests.values() for document in yaml.safe_load_all(text)
        if document and document["kind"] in (sys.argv[1], "ConfigMap")]
    yaml.safe_dump_all(wanted, sys.stdout, sort_keys=False)


main()
