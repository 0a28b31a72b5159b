#!/usr/bin/env python3
"""Checks that what documents, comments and messages point to is there.

    scripts/checks/links.py

In Markdown files: relative links and pictures lead to files of the repository, and anchors to headings of theirs; `doc:` links stand
under Topics alone, and lead to articles. In every text file of the repository: paths under Sources, Tests and scripts exist, and so do the
source files that Markdown and Swift's comments name in backticks. Needs git, and of Python the standard library alone.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]

LINK = re.compile(r"(!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^()\s<>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
# What HTML in Markdown points to, and what a reference stands for.
OTHER_LINK = re.compile(r"""<(?:img|a)\b[^>]*?\b(?:src|href)=["']([^"']+)["']|^ {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)""")
DOCUMENTATION_LINK = re.compile(r"<doc:([^>\s]+)>")
HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
FENCE = re.compile(r"^\s*(```+|~~~+)")
PATH = re.compile(r"(?<![\w./$}*-])((?:Sources|Tests|scripts)/[\w./+-]*)")
SOURCE_FILE = re.compile(r"`([\w./+-]+\.(?:swift|py|sh|c))`")


def slug(heading):
    """The anchor that code hosts make of a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def lines_outside_code(text):
    """(number, line) of what is not in a fenced block."""
    fence = None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark.group(1)
        elif mark and mark.group(1).startswith(fence):
            fence = None
        elif fence is None:
            yield number, line


def anchors(text):
    found, counts = set(), {}
    for _, line in lines_outside_code(text):
        if heading := HEADING.match(line):
            anchor = slug(heading.group(2))
            count = counts.get(anchor, 0)
            counts[anchor] = count + 1
            found.add(anchor if count == 0 else f"{anchor}-{count}")
    return found


class Repository:
    def __init__(self):
        if not shutil.which("git"):
            sys.exit("This needs git, which knows the repository's files.")
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        self.files = sorted(name for name in names if name and (ROOT / name).is_file())
        self.folders = {str(parent) for name in self.files for parent in pathlib.PurePath(name).parents}
        self.basenames = {pathlib.PurePath(name).name for name in self.files}
        self.faults = []

    def holds(self, path):
        path = path.rstrip("/") or "."
        return path in self.files or path in self.folders

    def fault(self, file, number, text):
        self.faults.append(f"{file}:{number}: {text}")

    def check_markdown(self, file, text):
        in_topics = False
        for number, line in lines_outside_code(text):
            if heading := HEADING.match(line):
                if len(heading.group(1)) <= 2:
                    in_topics = heading.group(2) == "Topics"
            for name in DOCUMENTATION_LINK.findall(line):
                if not in_topics:
                    self.fault(file, number, f"<doc:{name}> does not stand under Topics; a code host cannot follow it")
                elif not self.holds(str(pathlib.PurePath(file).with_name(name + ".md"))):
                    self.fault(file, number, f"there is no article {name}")
            others = [source or target for source, target in OTHER_LINK.findall(line)]
            for target in [target for _, target in LINK.findall(line)] + others:
                self.check_link(file, number, target)
            for name in SOURCE_FILE.findall(line):
                self.check_source_file(file, number, name)

    def check_link(self, file, number, target):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            return
        path, _, anchor = urllib.parse.unquote(target).partition("#")
        place = (ROOT / file).parent / path if path else ROOT / file
        try:
            name = str(place.resolve().relative_to(ROOT))
        except ValueError:
            self.fault(file, number, f"'{target}' leads out of the repository")
            return
        if not self.holds(name):
            self.fault(file, number, f"'{target}' leads nowhere")
        elif anchor and not (name.endswith(".md") and anchor in anchors((ROOT / name).read_text())):
            self.fault(file, number, f"'{target}' has no heading for its anchor")

    def check_source_file(self, file, number, name):
        if "/" not in name:
            known = name in self.basenames
        else:
            known = any(self.holds(start + name) for start in ("", "Sources/", str(pathlib.PurePath(file).parent) + "/"))
        if not known:
            self.fault(file, number, f"there is no file '{name}'")

    def check_paths(self, file, text):
        for number, line in enumerate(text.splitlines(), 1):
            for match in PATH.finditer(line):
                path = match.group(1)
                # What goes on with a variable or a pattern is known as far as its folder alone.
                if line[match.end() : match.end() + 1] in ("*", "$", "\\", "{", "<"):
                    path = path[: path.rindex("/")]
                if not self.holds(path) and not self.holds(path.rstrip(".")):
                    self.fault(file, number, f"there is no '{path}'")

    def check(self):
        links = 0
        for file in self.files:
            try:
                text = (ROOT / file).read_bytes().decode()
            except UnicodeDecodeError:
                continue
            if file.endswith(".md"):
                links += len(LINK.findall(text))
                self.check_markdown(file, text)
            if file.endswith(".swift"):
                for number, line in enumerate(text.splitlines(), 1):
                    for name in SOURCE_FILE.findall(line.partition("//")[2]):
                        self.check_source_file(file, number, name)
            if (ROOT / file).resolve() != pathlib.Path(__file__).resolve():
                self.check_paths(file, text)
        return links


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    repository = Repository()
    links = repository.check()
    for fault in repository.faults:
        print(fault, file=sys.stderr)
    if repository.faults:
        print(f"Error: {len(repository.faults)} links or paths lead nowhere.", file=sys.stderr)
        return 1
    print(f"{links} links and all named paths in {len(repository.files)} files lead to what they name.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
