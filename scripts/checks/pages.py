#!/usr/bin/env python3
"""Opens the pages of `dcgan report` and `dcgan train --live` in Chromium, uses them, and saves screenshots to look at.

    scripts/checks/pages.py [--program PATH] [--chromium PATH] [--out DIRECTORY] [--runs DIRECTORY] [PART...]

Trains two small runs on data/tiny, and makes broken, empty, long and hostile ones of them. Of each page: no complaint in the
console, no request but for the page itself, nothing wider than the window from 320 to 1280 pixels, a name for whatever has a
role. Then smoothing, hover, arrow keys, the slider, the legend, the choice of settings, printing, the dark; and the live page
from its first step to the training's end, with the bytes of the checkpoint compared with those of a run without it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from browser import Browser

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
TRAINING = ["--data", os.path.join(ROOT, "data/tiny"), "--base-channels", "8", "--hold-out", "500", "--log-every", "2",
            "--threads", "1"]


class Check:
    def __init__(self, options):
        self.options = options
        self.out = os.path.abspath(options.out)
        os.makedirs(self.out, exist_ok=True)
        self.place = tempfile.mkdtemp()
        self.browser = Browser(options.chromium)
        self.count = 0

    def dcgan(self, *arguments):
        result = subprocess.run([os.path.abspath(self.options.program), *arguments], cwd=self.place, capture_output=True, text=True)
        assert result.returncode == 0, f"dcgan {' '.join(arguments)}: {result.stderr}"

    def holds(self, condition, what):
        assert condition, what
        self.count += 1

    def shoot(self, name, whole=True):
        self.browser.picture(os.path.join(self.out, f"{name}.png"), whole)

    def report(self, name, *runs):
        """Makes a page, opens it, and looks at what holds for all pages."""
        page = os.path.join(self.place, f"{name}.html")
        self.dcgan("report", *runs, "--out", page)
        browser = self.browser
        browser.scheme("light")
        browser.size(1280)
        browser.open(f"file://{page}")
        self.holds(not browser.complaints, f"{name}: the console says {browser.complaints}")
        others = [address for address in browser.requests if not address.startswith(("data:", "file://" + page))]
        self.holds(not others, f"{name}: the page asks for {others}")
        for width in (320, 390, 768, 1280):
            browser.size(width)
            self.holds(browser.value("document.documentElement.scrollWidth") <= width, f"{name}: wider than {width}")
        nameless = [role for role, text in browser.names() if not text and role in (
            "button", "slider", "checkbox", "combobox", "image", "link", "figure-image", "heading", "spinbutton")]
        self.holds(not nameless, f"{name}: without a name: {nameless}")
        return page

    # The parts.

    def runs(self):
        if self.options.runs:
            shutil.copytree(self.options.runs, os.path.join(self.place, "runs"))
            return
        self.dcgan("train", *TRAINING, "--epochs", "6", "--evaluate-every", "1", "--sample-every-steps", "20", "--seed", "7",
                   "--out", "runs/mine", "--quiet")
        self.dcgan("train", *TRAINING, "--epochs", "4", "--evaluate-every", "2", "--recipe", "best", "--learning-rate", "5e-4",
                   "--out", "runs/next", "--quiet")

    def one_run(self):
        self.report("one", "runs/mine")
        browser = self.browser
        self.shoot("one-light")
        browser.scheme("dark")
        self.shoot("one-dark")
        back = browser.value("getComputedStyle(document.body).backgroundColor")
        self.holds(back == "rgb(20, 22, 26)", f"the dark is {back}")
        browser.scheme("light")
        browser.size(390, 800, 2)
        self.shoot("one-phone")
        browser.size(1280)
        browser.pdf(os.path.join(self.out, "one.pdf"))

        # The pointer.
        box = browser.value("(() => { const it = document.querySelector('#chart-losses .canvas'); it.scrollIntoView({block: "
                            "'center', behavior: 'instant'}); const b = it.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()")
        browser.point(box[0] + box[2] * 0.6, box[1] + box[3] * 0.5)
        tip = browser.value("document.querySelector('#chart-losses .tip').innerText")
        self.holds("Step" in tip and "Generator" in tip, f"the tip says {tip!r}")
        self.holds(browser.value("document.querySelectorAll('.cursor line').length") > 4, "all charts have the cursor")
        self.shoot("one-hover", whole=False)
        browser.point(2, 2)
        self.holds(browser.value("[...document.querySelectorAll('.tip')].every((tip) => tip.hidden)"), "the tips are gone")

        # The keyboard.
        browser.value("document.querySelector('#chart-losses .canvas').focus()")
        browser.press("Home")
        first = browser.value("document.activeElement.getAttribute('aria-valuetext')")
        browser.press("ArrowRight")
        second = browser.value("document.activeElement.getAttribute('aria-valuetext')")
        browser.press("End")
        last = browser.value("document.activeElement.getAttribute('aria-valuetext')")
        self.holds(first.startswith("Step 2,") and second.startswith("Step 4,") and first != last, f"{first}, {second}, {last}")
        self.shoot("one-keyboard", whole=False)
        browser.press("Escape")
        browser.value("document.querySelector('#samples input').focus()")
        browser.press("Home")
        said = browser.value("document.activeElement.getAttribute('aria-valuetext')")
        shown = browser.value("document.querySelector('#samples img').alt")
        self.holds(said in ("Step 20", "Epoch 1") and shown == f"Grid of samples, {said}", f"{said}, {shown}")
        stops = set()
        browser.value("document.activeElement.blur()")
        for _ in range(60):
            browser.press("Tab")
            stops.add(browser.value("document.activeElement.outerHTML.slice(0, 90)"))
        self.holds(len(stops) > 20, f"Tab stops at {len(stops)} places")

        # What is chosen.
        before = browser.value("document.querySelector('#chart-losses .canvas .line:not(.raw)').getAttribute('d')")
        browser.value("(() => { const it = document.getElementById('smoothing'); it.value = 0.98; it.dispatchEvent(new Event('input')); })()")
        after = browser.value("document.querySelector('#chart-losses .canvas .line:not(.raw)').getAttribute('d')")
        self.holds(before != after, "smoothing does something")
        browser.value("document.querySelector('#chart-losses .legend button').click()")
        self.holds(browser.value("document.querySelectorAll('#chart-losses .canvas .line:not(.raw)').length") == 1, "the legend hides")
        browser.value("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        browser.settle()
        self.holds(browser.value("document.querySelectorAll('#chart-losses table tbody tr').length") == 12, "a table of twelve")
        self.shoot("one-open")

    def two_runs(self):
        self.report("two", "runs")
        self.shoot("two-light")
        browser = self.browser
        rows = browser.value("[...document.querySelectorAll('#settings tbody th')].map((it) => it.textContent)")
        self.holds("learning rate" in rows and "batch size" not in rows, f"what differs: {rows}")
        browser.value("document.querySelector('#settings input').click()")
        self.holds(browser.value("document.querySelectorAll('#settings tbody tr').length") > 25, "all settings")
        browser.scheme("dark")
        self.shoot("two-dark")
        browser.scheme("light")
        browser.size(390, 800, 2)
        self.shoot("two-phone")
        browser.size(1280)
        browser.pdf(os.path.join(self.out, "two.pdf"))

    def labels(self):
        """The label of a reference line stands where no curve is, wherever the curve comes to."""
        with open(self.report("labels", "runs/mine")) as file:
            text = file.read()
        found = re.search(r'(<script id="data" type="application/json">)(.*?)(</script>)', text, re.S)
        floor = json.loads(found[2])["runs"][0]["floors"]["frechet"]
        counts = []
        for name, value in {
            "ends-at-it": lambda part: floor + 9 * floor * (1 - part) ** 2, "comes-from-it": lambda part: floor * (1 + 5 * part),
            "lies-above": lambda part: floor * 1.12, "lies-below": lambda part: floor * 0.9,
            "swings": lambda part: floor * (1.5 if int(part * 12) % 2 else 0.7),
        }.items():
            data = json.loads(found[2])
            curve = data["runs"][0]["curves"]["frechet"]
            count = 30
            curve["step"] = [10 * number for number in range(1, count + 1)]
            curve["epoch"] = curve["seconds"] = curve["step"]
            for key in ("value", "minimum", "maximum"):
                curve[key] = [value(number / (count - 1)) for number in range(count)]
            page = os.path.join(self.place, f"labels-{name}.html")
            with open(page, "w") as file:
                file.write(text[:found.start(2)] + json.dumps(data).replace("<", "\\u003c") + text[found.end(2):])
            for width in (360, 768, 1280):
                self.browser.size(width)
                self.browser.open(f"file://{page}")
                inside = self.browser.value("""(() => {
                    const label = document.querySelector('#chart-frechet text.reference').getBBox();
                    const line = document.querySelector('#chart-frechet path.line');
                    const points = Array.from({ length: 2000 }, (_, place) => line.getPointAtLength(line.getTotalLength() * place / 1999));
                    return points.filter(({ x, y }) => x >= label.x && x <= label.x + label.width
                      && y >= label.y && y <= label.y + label.height).length; })()""")
                counts.append((name, width, inside))
            self.browser.value("document.querySelector('#chart-frechet').scrollIntoView({behavior: 'instant'})")
            self.shoot(f"labels-{name}", whole=False)
        # A curve that is everywhere is crossed at least.
        crossed = [it for it in counts if it[2] and it[0] != "swings"]
        self.holds(not crossed, f"curves go through the label: {crossed}")
        self.browser.size(1280)

    def odd_runs(self):
        mine = os.path.join(self.place, "runs/mine")
        config = json.load(open(os.path.join(mine, "config.json")))

        def odd(name, lines=None, keeps=("config.json",)):
            path = os.path.join(self.place, "odd", name)
            os.makedirs(os.path.join(path, "samples"))
            for file in keeps:
                shutil.copy(os.path.join(mine, file), path)
            if lines is not None:
                with open(os.path.join(path, "metrics.jsonl"), "w") as file:
                    file.writelines(json.dumps(line) + "\n" for line in lines)
            return path

        def line(step, loss=1.0, health="normal"):
            return {"step": step, "epoch": step // 32 + 1, "lossD": loss, "lossG": 2 - loss / 9, "dReal": 0.7, "dFake": 0.3,
                    "health": health, "imagesPerSecond": 500, "seconds": step / 9, "diversity": 0.8, "pictureChange": 0.3}

        self.report("empty", odd("empty"))
        self.holds(not self.browser.value("document.querySelector('#curves .notice').hidden"), "it says that nothing is logged")
        self.shoot("empty")
        self.report("step", odd("step", [line(1)]))
        self.shoot("step")
        torn = odd("torn", [line(n) for n in range(1, 40)])
        with open(os.path.join(torn, "config.json"), "w") as file:
            file.write("{")
        self.report("torn", torn)
        self.shoot("torn")
        wild = [line(n, loss) for n, loss in enumerate([1, 2, 1e300, -1e300, 3, 1e12, 0, 4] * 30, 1)]
        self.report("wild", odd("wild", wild + [{"diverged": True, "step": 240}]))
        self.holds("NaN" not in self.browser.value("document.querySelector('main').innerHTML"), "no NaN in drawings")
        self.shoot("wild")
        started = time.monotonic()
        self.report("long", odd("long", (line(n, 1 + (n * 7919 % 1000) / 1000) for n in range(1, 100_001))))
        self.shoot("long")
        print(f"a log of 100,000 lines: {time.monotonic() - started:.1f} s from the command to the last look, "
              f"{os.path.getsize(os.path.join(self.place, 'long.html')) / 1e6:.1f} MB")
        hostile = odd("\"><img src=x onerror=document.title='owned'>‮evil", [
            line(n, health="</script><script>document.title='owned'</script>") for n in range(1, 300)])
        config["data"] = "<img src=x onerror=document.title='owned'>" * 20
        json.dump(config, open(os.path.join(hostile, "config.json"), "w"))
        open(os.path.join(hostile, "samples", "epoch-0001.png"), "wb").write(b"\x89PNG\r\n\x1a\nnothing")
        self.report("hostile", hostile, "runs/mine")
        self.holds("owned" not in self.browser.value("document.title"), "names are no markup")
        self.holds(self.browser.value("document.querySelectorAll('img[src=x]').length") == 0, "names make no pictures")
        self.shoot("hostile")
        names = [f"many-{number}" for number in range(15)] + ["long-" * 30 + "name"]
        many = [odd(name, [line(n, 1 + number / 9) for n in range(1, 200)]) for number, name in enumerate(names)]
        self.report("many", *many)
        self.shoot("many")
        browser = self.browser
        samples = browser.value("[...document.querySelectorAll('.overview .sample .line')].map((line) => line.getAttribute('style'))")
        self.holds(len(set(samples)) == 16, f"runs that look alike: {samples}")
        brief = browser.value("(() => { const it = [...document.querySelectorAll('.overview .name')].pop(); return [it.textContent, it.title]; })()")
        self.holds(len(brief[0]) < 40 and "…" in brief[0] and brief[1].endswith(names[-1]), f"the long name is {brief}")
        browser.do("Emulation.setEmulatedMedia", media="print")
        browser.size(688)
        wide = browser.value("[...document.querySelectorAll('table')].filter((one) => one.getBoundingClientRect().right > innerWidth)"
                             ".map((one) => one.caption?.textContent)")
        self.holds(not wide, f"cut off on paper: {wide}")
        browser.do("Emulation.setEmulatedMedia", media="")

    def live(self):
        browser = self.browser
        browser.size(1280, 1400)
        program = [os.path.abspath(self.options.program), "train", *TRAINING, "--epochs",
                   str(self.options.live_epochs), "--seed", "3", "--sample-every-steps", "20"]
        training = subprocess.Popen([*program, "--live", "--out", "lively"], cwd=self.place, stderr=subprocess.PIPE, text=True)
        address = next(found.group() for line in training.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        browser.open(address)
        seen = set()
        while training.poll() is None:
            seen.add(browser.value("document.querySelector('.live').innerText"))
            if len(seen) == 4:
                self.shoot("live", whole=False)
            time.sleep(0.3)
        training.stderr.read()
        time.sleep(1)
        last = browser.value("document.querySelector('.live').innerText")
        self.holds(len(seen) > 4, f"the page goes on: {seen}")
        self.holds(last.startswith("The training has ended."), f"at the end it says {last!r}")
        self.holds(browser.value("document.querySelector('#overview').innerText").count(
            f"{self.options.live_epochs} of {self.options.live_epochs}") == 1,
                   "all epochs are told")
        browser.value("(() => { const it = document.querySelector('#samples input'); it.value = 0; it.dispatchEvent(new Event('input')); })()")
        browser.value("document.querySelector('#samples img').decode()")
        self.holds(browser.value("document.querySelector('#samples img').naturalWidth") > 100, "pictures stay after the end")
        browser.settle()
        self.shoot("live-ended", whole=False)
        self.holds(not browser.complaints, f"the console says {browser.complaints}")
        self.holds(all(asked.startswith((address, "data:", "blob:")) for asked in browser.requests), "it asks the program alone")
        subprocess.run([*program, "--quiet", "--out", "alone"], cwd=self.place, check=True)
        both = [open(os.path.join(self.place, name, "checkpoint.safetensors"), "rb").read() for name in ("lively", "alone")]
        self.holds(both[0] == both[1], "the live page changes no bit")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/dcgan"))
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--live-epochs", type=int, default=40, help="epochs watched; 5 do for a debug build")
    parser.add_argument("--out", default="pages", help="where the screenshots go")
    parser.add_argument("--runs", help="a directory with the runs 'mine' and 'next' of an earlier check, to save their training")
    parser.add_argument("parts", nargs="*", default=[], help="one_run, two_runs, labels, odd_runs, live; all if none is named")
    options = parser.parse_args()
    if not options.chromium:
        sys.exit("Skipped: there is no Chromium. On Debian: apt-get install chromium")
    check = Check(options)
    version = check.browser.ask("Browser.getVersion")["product"]
    try:
        check.runs()
        for part in options.parts or ["one_run", "two_runs", "labels", "odd_runs", "live"]:
            getattr(check, part)()
            print(f"{part}: as it should be")
    finally:
        check.browser.close()
        shutil.rmtree(check.place)
    print(f"{version}: {check.count} checks passed; look at the pictures in {check.out}.")


if __name__ == "__main__":
    main()
