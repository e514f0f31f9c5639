"""Headless Chromium, for the scripts that look at pages."""

import json
import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]


class Browser:
    """Chromium's own protocol over a pair of pipes: no package, no port."""

    def __init__(self, program, folder):
        read_theirs, write_ours = os.pipe()
        read_ours, write_theirs = os.pipe()

        def arrange():
            # The protocol is spoken on the file descriptors 3 and 4.
            os.dup2(read_theirs, 30), os.dup2(write_theirs, 31)
            os.dup2(30, 3), os.dup2(31, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=arrange, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_theirs), os.close(write_theirs)
        self.input, self.output = os.fdopen(read_ours, "rb"), os.fdopen(write_ours, "wb")
        self.number, self.session, self.events = 0, None, []

    def receive(self):
        text = bytearray()
        while (byte := self.input.read(1)) != b"\0":
            if not byte:
                sys.exit("Chromium ended in the middle of a message")
            text += byte
            if len(self.input.peek(1)) > 1:
                rest = self.input.peek()
                end = rest.find(b"\0")
                text += self.input.read(end if end >= 0 else len(rest))
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.output.write(json.dumps(message).encode() + b"\0")
        self.output.flush()
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"Chromium: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def open_page(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait(timeout=20)


def find_browser():
    """Chromium's file; Debian's package is installed where there is none and root may."""
    for attempt in range(2):
        program = next((path for path in map(shutil.which, NAMES) if path), None)
        if program or attempt or os.geteuid() != 0 or not shutil.which("apt-get"):
            return program
        subprocess.run(
            ["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq",
             "--no-install-recommends", "chromium"], check=False, stdout=subprocess.DEVNULL)
