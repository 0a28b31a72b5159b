#!/usr/bin/env python3
"""Checks in the program's machine code that the engines' inner loops keep their sums in registers.

    scripts/checks/check_loops.py [BINARY]      .build/release/dcgan, if not said otherwise; - reads a disassembly, as objdump
                                                --disassemble --no-show-raw-insn writes it, from standard input

A compiler that does not unroll a loop over a tile's rows, or does not make a function for each size of the tile, keeps the
sums in memory: the results are the same, and a step takes several times as long. What one version of Swift unrolls the next
may not, nor for another processor. So in every engine the inner loops of fused multiply-adds must store nothing and load no
vector from the stack, a loop must have as many sums as the whole tile, and its multiply-adds be a share of its instructions:
a processor begins four or more of these in a cycle, and two of those. No kernel may call the C library for a fused
multiply-add or a square root, lane by lane. For x86-64 and for arm64. Prints a line for each engine.
"""

import argparse
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ENGINES = ["gather", "gatherNarrow", "weightGradient", "newWeightGradient"]


@dataclass(frozen=True)
class Module:
    """What a whole tile has in a module's engines: registers of sums, and the least share of multiply-adds."""

    name: str
    sums: int
    share: float


MODULES = [Module("KernelsAVX2", 12, 0.4), Module("KernelsAVX512", 24, 0.5), Module("KernelsNEON", 24, 0.5)]


@dataclass(frozen=True)
class Instruction:
    address: int
    name: str
    operands: str

    @property
    def target(self) -> int | None:
        """Where a branch leads."""
        if not re.match(r"(b(\.\w+)?|cbn?z|tbn?z|j\w+)$", self.name):
            return None
        found = re.search(r"(?:0x)?([0-9a-f]+) <", self.operands)
        return int(found[1], 16) if found else None

    @property
    def sum(self) -> str | None:
        """The register that a fused multiply-add adds to."""
        if self.name == "fmla":
            return self.operands.split(".")[0]
        if self.name.startswith("vfmadd") and self.name.endswith("ps"):
            return self.operands.split("#")[0].strip().rsplit("%", 1)[-1]
        return None

    @property
    def stores(self) -> bool:
        if re.match(r"(st[a-z0-9]+)$", self.name):
            return True
        return self.name.startswith("vmov") and self.operands.split("#")[0].rstrip().endswith(")")

    @property
    def loads_vector_from_stack(self) -> bool:
        if "[sp" in self.operands:
            return self.name.startswith("ld") and bool(re.match(r"[vqds]\d", self.operands))
        return self.name.startswith("v") and "(%rsp" in self.operands

    @property
    def is_slow_call(self) -> bool:
        return self.name.startswith(("bl", "call")) and bool(re.search(r"<(fmaf?|sqrtf?)(@plt)?>", self.operands))


def kernels(lines) -> dict[str, list[Instruction]]:
    """The kernel modules' functions."""
    result: dict[str, list[Instruction]] = {}
    body: list[Instruction] | None = None
    for line in lines:
        if found := re.match(r"[0-9a-f]+ <(.*)>:$", line):
            body = result.setdefault(found[1], []) if any(module.name in found[1] for module in MODULES) else None
        elif body is not None and (found := re.match(r"\s*([0-9a-f]+):\s+(\S+)\s*(.*)$", line)):
            body.append(Instruction(int(found[1], 16), found[2], found[3]))
    return result


def inner_loops(body: list[Instruction]):
    """What lies between the target of a branch back and the branch, if no other such loop lies in it."""
    index = {instruction.address: number for number, instruction in enumerate(body)}
    ends = {(index[to], number) for number, i in enumerate(body) if (to := i.target) in index and index[to] <= number}
    for first, last in sorted(ends):
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in ends):
            yield body[first : last + 1]


def faults(module: Module, engine: str, functions: dict[str, list[Instruction]]) -> list[str]:
    """What is wrong with an engine."""
    result = []
    whole = []
    loops = 0
    place = f"{module.name}, {engine}"
    symbol = f"{module.name}{len(engine)}{engine}yy"
    for name, body in functions.items():
        if symbol not in name:
            continue
        for loop in inner_loops(body):
            sums = [i.sum for i in loop if i.sum]
            if len(sums) < 2:
                continue
            loops += 1
            if any(i.stores or i.loads_vector_from_stack for i in loop):
                result.append(f"{place}: the loop at {loop[0].address:x} keeps vectors in memory")
            if len(set(sums)) == module.sums:
                whole.append(len(sums) / len(loop))
    if engine == "gatherNarrow":
        # Few of its tiles have as many sums, and it loads a vector for each product.
        return result if loops else [*result, f"{place}: it has no loop"]
    if not whole:
        return [*result, f"{place}: no loop has the {module.sums} sums of a whole tile"]
    if min(whole) < module.share:
        result.append(f"{place}: a loop is multiply-adds to {min(whole):.0%} alone; {module.share:.0%} are asked")
    print(f"{place}: whole tiles are multiply-adds to {min(whole):.0%} ... {max(whole):.0%}")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", nargs="?", default=str(Path(__file__).parents[2] / ".build/release/dcgan"))
    binary = parser.parse_args().binary
    if binary == "-":
        functions = kernels(line.rstrip("\n") for line in sys.stdin)
    elif Path(binary).is_file():
        command = ["objdump", "--disassemble", "--no-show-raw-insn", binary]
        if not shutil.which(command[0]):
            parser.error("this needs objdump (on Debian in the package binutils)")
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace") as objdump:
            functions = kernels(line.rstrip("\n") for line in objdump.stdout)
        if objdump.returncode:
            parser.error(f"objdump could not read '{binary}'")
    else:
        parser.error(f"'{binary}' is not there; build it with 'swift build -c release'")
    if not functions:
        parser.error(f"there are no kernels in '{binary}'")
    there = {module.name for module in MODULES if any(module.name in name for name in functions)}
    # A program for x86-64 has the kernels of both instruction sets.
    wanted = there if there == {"KernelsNEON"} else {"KernelsAVX2", "KernelsAVX512"}
    found = [
        fault
        for module in MODULES
        if module.name in wanted
        for engine in ENGINES
        for fault in faults(module, engine, functions)
    ]
    for name, body in functions.items():
        if any(i.is_slow_call for i in body):
            found.append(f"{name} calls the C library for each lane")
    for fault in found:
        print(f"Error: {fault}.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
