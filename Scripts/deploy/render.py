"""Renders deploy/chart as `helm template NAME deploy/chart --set …` does: NAME NAME=VALUE…, with
dots for nesting; a value is JSON, else a text.
"""

import json
import sys

import helm_python


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
        manifests = chart.render(values, name=sys.argv[1], namespace="default")
    for path, text in manifests.items():
        if text.strip():
            print(f"---\n# Source: {path}\n{text.strip()}")


main()
