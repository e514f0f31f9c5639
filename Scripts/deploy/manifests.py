"""Renders deploy/chart with Helm's own library and judges what comes out: the Kubernetes schemas,
the restricted Pod Security Standard, the gate that global.fips adds, and the command lines.

Every judge is shown to refuse something too: a check that cannot fail shows nothing.
"""

import copy
import functools
import json
import os
import subprocess
import sys
import tempfile

import helm_python
import kubernetes_validate
import yaml

# It would read megabytes of definitions again for each document.
kubernetes_validate.utils.schema_contents = functools.cache(
    kubernetes_validate.utils.schema_contents)

CHART = "deploy/chart"
# The oldest that Chart.yaml allows, one between, and the newest that the schemas are there for.
VERSIONS = ["1.29.0", "1.33.0", kubernetes_validate.latest_version()]
EVERYTHING = {
    "global": {"fips": True},
    "accept": {
        "waivers": [
            {"id": "K07", "owner": "platform team", "reason": "x", "expires": "2030-01-01"}
        ]
    },
    "daemonSet": {
        "enabled": True, "features": {"create": True},
        "metrics": {"enabled": True, "create": True},
    },
    "job": {"enabled": True, "nodes": 3},
    "problemDetector": {"enabled": True},
    "imagePullSecrets": [{"name": "pull"}],
    "nodeSelector": {"fips": "true"},
    "tolerations": [{"operator": "Exists"}],
}
VALUES = {
    "defaults": {},
    "fips": {"global": {"fips": True}},
    "pod": {"global": {"fips": True}, "workload": {"kind": "Pod"}, "nodeName": "node-1"},
    "digest": {"global": {"fips": True}, "image": {"digest": "sha256:" + "0" * 64}},
    "everything": EVERYTHING,
}
# The words of a status that Sonobuoy's reports count.
WORDS = ("passed", "failed", "unknown", "skipped")
WRONG_VALUES = [
    {"accept": {"policy": "strict"}},
    {"accept": {"profil": "node"}},
    {"global": {"fips": "yes"}},
    {"image": {"digest": "sha256:12"}},
    {"job": {"nodes": 0}},
    {"daemonSet": {"intervalSeconds": 1}},
    {"daemonSet": {"metrics": {"hostPath": "textfile"}}},
]


def fail(message):
    sys.exit(f"Scripts/check-deploy: error: {message}")


def render(chart, values):
    chart.validate_schema(values)
    manifests = chart.render(values, name="demo", namespace="prod")
    documents = []
    for text in manifests.values():
        documents += [document for document in yaml.safe_load_all(text) if document]
    return documents


def schema_fault(document):
    """Why a document is none of Kubernetes', or None."""
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            return f"Kubernetes {version}: {list(error.path)}: {error.message[:200]}"
    return None


def pod_of(document):
    """The pod of a document that makes pods."""
    if document["kind"] == "Pod":
        return document["spec"]
    if document["kind"] in ("Deployment", "DaemonSet", "Job"):
        return document["spec"]["template"]["spec"]
    return None


VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
    "projected", "secret",
}


def restricted_faults(pod):
    """What the restricted Pod Security Standard forbids in a pod (its table, top to bottom)."""
    faults = []
    whole = pod.get("securityContext", {})
    faults += [name for name in ("hostNetwork", "hostPID", "hostIPC") if pod.get(name)]
    for volume in pod.get("volumes", []):
        faults += [f"volume type {kind}" for kind in set(volume) - {"name"} - VOLUMES]
    if whole.get("sysctls"):
        faults.append("sysctls")
    containers = pod["containers"] + pod.get("initContainers", [])
    for container in containers:
        own = container.get("securityContext", {})
        name = container["name"]
        if own.get("privileged"):
            faults.append(f"{name}: privileged")
        capabilities = own.get("capabilities", {})
        if capabilities.get("drop") != ["ALL"]:
            faults.append(f"{name}: capabilities are not dropped")
        if set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            faults.append(f"{name}: capabilities are added")
        if any(port.get("hostPort") for port in container.get("ports", [])):
            faults.append(f"{name}: host port")
        if own.get("procMount", "Default") != "Default":
            faults.append(f"{name}: procMount")
        if own.get("allowPrivilegeEscalation") is not False:
            faults.append(f"{name}: privilege escalation")
        if own.get("runAsNonRoot", whole.get("runAsNonRoot")) is not True:
            faults.append(f"{name}: may run as root")
        if own.get("runAsUser", whole.get("runAsUser", 1)) == 0:
            faults.append(f"{name}: runs as root")
        profile = own.get("seccompProfile", whole.get("seccompProfile", {})).get("type")
        if profile not in ("RuntimeDefault", "Localhost"):
            faults.append(f"{name}: no seccomp profile")
        for options in (own, whole):
            if options.get("seLinuxOptions", {}).get("type", "container_t") != "container_t":
                faults.append(f"{name}: SELinux type")
            if options.get("appArmorProfile", {}).get("type") == "Unconfined":
                faults.append(f"{name}: no AppArmor")
        # Not of the standard, but of ours.
        if own.get("readOnlyRootFilesystem") is not True:
            faults.append(f"{name}: root file system can be written")
    return faults


def judge_refusals(document):
    """Each change must be found by the schema or by the standard."""
    def changed(change):
        other = copy.deepcopy(document)
        change(other["spec"]["template"]["spec"])
        return other

    insecure = {
        "root": lambda pod: pod["securityContext"].update(runAsUser=0),
        "seccomp": lambda pod: pod["securityContext"].pop("seccompProfile"),
        "host path": lambda pod: pod.setdefault("volumes", []).append(
            {"name": "host", "hostPath": {"path": "/"}}),
        "host network": lambda pod: pod.update(hostNetwork=True),
        "escalation": lambda pod: pod["initContainers"][0]["securityContext"].pop(
            "allowPrivilegeEscalation"),
        "privileged": lambda pod: pod["containers"][0]["securityContext"].update(privileged=True),
        "capabilities": lambda pod: pod["initContainers"][2]["securityContext"].pop("capabilities"),
        "writable": lambda pod: pod["containers"][0]["securityContext"].update(
            readOnlyRootFilesystem=False),
    }
    for name, change in insecure.items():
        if not restricted_faults(pod_of(changed(change))):
            fail(f"the restricted standard lets a pod pass that was changed ({name})")
    malformed = {
        "unknown field": lambda pod: pod["containers"][0].update(comand=["x"]),
        "text for a number": lambda pod: pod["securityContext"].update(runAsUser="nobody"),
        "missing name": lambda pod: pod["initContainers"][0].pop("name"),
    }
    for name, change in malformed.items():
        if schema_fault(changed(change)) is None:
            fail(f"the schema lets a document pass that was changed ({name})")


def judge_gate(documents, image):
    """global.fips adds the gate, in this order, and the probe; without it there is nothing."""
    pod = next(pod_of(document) for document in documents if document["kind"] == "Deployment")
    gate = pod.get("initContainers", [])
    if [container["name"] for container in gate] != [
            "fipsmark-node", "fipsmark-install", "fipsmark-workload"]:
        fail(f"the gate is {[container['name'] for container in gate]}")
    if gate[0]["image"] != image or gate[1]["image"] != image:
        fail(f"the gate's images are {gate[0]['image']} and {gate[1]['image']}, not {image}")
    workload = pod["containers"][0]
    if gate[2]["image"] != workload["image"]:
        fail("the workload's image is not the one that is judged")
    if workload["startupProbe"]["exec"]["command"] != ["/fipsmark/fipsmark", "probe"]:
        fail("the startup probe is not fipsmark's")
    if not workload["volumeMounts"][0]["readOnly"]:
        fail("the workload can write to fipsmark's volume")


def command_lines(documents, plugin):
    """Every command line of fipsmark, without the program."""
    for document in documents:
        pod = pod_of(document)
        for container in (pod["containers"] + pod.get("initContainers", []) if pod else []):
            words = container.get("command", []) + container.get("args", [])
            if words and words[0] == "/fipsmark/fipsmark":
                words = words[1:]
            if words and words[0] in ("accept", "install", "kubernetes"):
                yield words
    yield plugin["spec"]["args"]
    yield problem_detector()["rules"][0]["args"]


def problem_detector():
    with open(f"{CHART}/files/fips-problem.json") as file:
        return json.load(file)


def judge_problem_detector():
    """What node-problem-detector itself demands of its configuration."""
    configuration = problem_detector()
    seconds = {key: int(configuration["pluginConfig"][key][:-1]) for key in ["timeout"]}
    conditions = {condition["type"] for condition in configuration["conditions"]}
    for rule in configuration["rules"]:
        if int(rule["timeout"][:-1]) > seconds["timeout"]:
            fail("a rule of fips-problem.json has a longer timeout than all")
        if rule["type"] == "permanent" and rule["condition"] not in conditions:
            fail("a permanent rule of fips-problem.json has no default condition")
        own = int(rule["args"][rule["args"].index("--timeout") + 1])
        if own >= int(rule["timeout"][:-1]):
            fail("fipsmark's own timeout is not below the rule's")
        if configuration["pluginConfig"]["max_output_length"] < 80:
            fail("the verdict has 80 characters, max_output_length cuts it")


def ended(command, environment):
    """The exit code and what was said. What goes on for ever is told to stop after a while."""
    with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env=environment) as process:
        if "--interval" in command:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.terminate()
        talk = process.communicate(timeout=60)[1]
    return process.returncode, talk


def judge_command_lines(documents, plugin, executable):
    """The executable takes every command line: 64 is wrong usage."""
    seen = set()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/waivers.json", "w") as file:
            file.write(next(
                document["data"]["waivers.json"] for document in documents
                if document["kind"] == "ConfigMap" and "waivers.json" in document["data"]))
        places = {
            "/dev/termination-log": f"{folder}/log", "/fipsmark": folder, "/features": folder,
            "/waivers/waivers.json": f"{folder}/waivers.json",
            "/textfile/fipsmark.prom": f"{folder}/fipsmark.prom",
        }
        for words in command_lines(documents, plugin):
            words = [places.get(word, word) for word in words if word != "--wait"]
            if tuple(words) in seen:
                continue
            seen.add(tuple(words))
            code, talk = ended(
                [executable] + words, os.environ | {"RESULTS_DIR": folder})
            if code not in (0, 1, 2):
                fail(f"{' '.join(words)} ended with {code}: {talk[:300]}")
        for written in ("fipsmark", "fipsmark.prom"):
            if not os.path.exists(f"{folder}/{written}"):
                fail(f"no command line wrote {written}")
        with open(f"{folder}/done") as file:
            results = file.read()
        with open(results) as file:
            judge_results(yaml.safe_load(file))
    return len(seen)


def judge_results(results):
    """What Sonobuoy takes from a file of its manual format: names, status words, items."""
    if not results.get("name") or results.get("status") not in WORDS:
        fail(f"sonobuoy_results.yaml: {str(results)[:200]}")
    for item in results.get("items", []):
        if "items" in item or "status" in item:
            judge_results({"status": "unknown"} | item)


def judge_wrong_values(chart):
    for values in WRONG_VALUES:
        try:
            chart.validate_schema(values)
        except helm_python.HelmError:
            continue
        fail(f"the chart takes the values {values}")


def main():
    judged = 0
    with open("deploy/sonobuoy/fipsmark.yaml") as file:
        plugin = yaml.safe_load(file)
    # As Sonobuoy puts it together, with the volume that its worker reads.
    pod = copy.deepcopy(plugin["podSpec"]) | {
        "containers": [plugin["spec"]], "volumes": [{"name": "results", "emptyDir": {}}]}
    documents = [{
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sonobuoy"}, "spec": pod}]
    with helm_python.Chart.load(CHART) as chart:
        rendered = {name: render(chart, values) for name, values in VALUES.items()}
        judge_wrong_values(chart)
    findings = helm_python.lint(CHART)
    if findings["errors"]:
        fail(f"helm lint: {findings['errors']}")
    for name, group in {"sonobuoy": documents, **rendered}.items():
        for document in group:
            what = f"{name}: {document['kind']} {document['metadata']['name']}"
            fault = schema_fault(document)
            if fault:
                fail(f"{what}: {fault}")
            pod = pod_of(document)
            if pod and restricted_faults(pod):
                fail(f"{what}: {restricted_faults(pod)}")
            judged += 1
    plain = next(pod_of(each) for each in rendered["defaults"] if each["kind"] == "Deployment")
    if "initContainers" in plain or "startupProbe" in plain["containers"][0]:
        fail("without global.fips there is a gate all the same")
    judge_gate(rendered["fips"], "localhost/fipsmark:0.1.0")
    judge_gate(rendered["digest"], "localhost/fipsmark@sha256:" + "0" * 64)
    judge_refusals(next(each for each in rendered["fips"] if each["kind"] == "Deployment"))
    judge_problem_detector()
    print(f"Scripts/check-deploy: {judged} documents, Kubernetes {', '.join(VERSIONS)}, "
          f"{helm_python.helm_sdk_version()} of Helm; restricted; changed ones are refused")
    if len(sys.argv) > 1:
        count = judge_command_lines(rendered["everything"], plugin, sys.argv[1])
        print(f"Scripts/check-deploy: the executable takes {count} command lines")


main()
