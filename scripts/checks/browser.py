"""Chromium without a window, asked through a pipe (the DevTools protocol): no package is needed."""

import base64
import json
import os
import shutil
import subprocess
import tempfile


class Browser:
    """A Chromium process. What its pages say in the console, and what they ask of the network, is kept."""

    def __init__(self, executable):
        self.profile = tempfile.mkdtemp()
        to_browser, self.writing = os.pipe()
        self.reading, from_browser = os.pipe()

        def descriptors():
            # The browser reads from 3 and writes to 4.
            os.dup2(to_browser, 63)
            os.dup2(from_browser, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)
            os.set_inheritable(3, True)
            os.set_inheritable(4, True)

        self.process = subprocess.Popen(
            [executable, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "--force-color-profile=srgb", "about:blank"],
            preexec_fn=descriptors, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.number = b"", 0
        self.complaints, self.requests = [], []
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "Accessibility"):
            self.do(f"{domain}.enable")

    def close(self):
        self.ask("Browser.close")
        self.process.wait(timeout=20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def ask(self, method, parameters=None, session=None):
        """Sends a command, and waits for its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.next_message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def do(self, method, **parameters):
        """Sends a command about the page."""
        return self.ask(method, parameters, self.session)

    def next_message(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.reading, 1 << 20)
            if not piece:
                raise RuntimeError("The browser has ended.")
            self.buffer += piece
        text, _, self.buffer = self.buffer.partition(b"\0")
        message = json.loads(text)
        self.note(message)
        return message

    def note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.complaints.append(str([argument.get("value") for argument in parameters["args"]]))
        elif method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])

    def open(self, address):
        """Opens an address, and waits until it is loaded."""
        self.complaints, self.requests = [], []
        self.do("Page.navigate", url=address)
        while self.next_message().get("method") != "Page.loadEventFired":
            pass
        self.settle()

    def settle(self):
        """Waits until what was changed has been drawn."""
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))")

    def value(self, expression):
        """The value of an expression on the page."""
        result = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description"))
        return result["result"].get("value")

    def size(self, width, height=900, scale=1):
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 600)
        self.settle()

    def scheme(self, name):
        self.do("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": name}])
        self.settle()

    def press(self, key):
        code = {"Tab": 9, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39, "Escape": 27}.get(key, 0)
        for kind in ("keyDown", "keyUp"):
            self.do("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)
        self.settle()

    def point(self, x, y):
        self.do("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()

    def picture(self, path, whole=True):
        """Saves a screenshot, of the whole page or of what is to be seen of it."""
        data = self.do("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        write(path, data)

    def pdf(self, path):
        write(path, self.do("Page.printToPDF", printBackground=False, paperWidth=8.27, paperHeight=11.69)["data"])

    def names(self):
        """What a screen reader meets: role, name and value of each node that has a role of its own."""
        nodes = self.do("Accessibility.getFullAXTree")["nodes"]
        told = [node for node in nodes if not node.get("ignored")]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in told]


def write(path, data):
    with open(path, "wb") as file:
        file.write(base64.b64decode(data))
