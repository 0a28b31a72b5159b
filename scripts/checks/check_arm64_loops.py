#!/usr/bin/env python3
"""Reads an arm64 disassembly of the program (llvm-objdump or objdump, without raw bytes) and checks the inner loops of the engines.

The loops of the gather and weight-gradient engines with a whole tile, 24 fused multiply-adds, must be there, keep all their
sums in registers, i.e. touch no memory that the stack pointer leads to and store nothing, and be fused multiply-adds to at least
55 %: cores that begin four instructions in a cycle, and wider ones, begin at most half as many multiply-adds. No kernel may
call the C library for a fused multiply-add or a square root. Speed cannot be measured under an emulator; this can be seen.
Prints a line for each loop.
"""

import re
import sys
from dataclasses import dataclass

TILE = 24
SHARE = 0.55
ENGINES = {"gather": "KernelsNEON6gather", "weight gradient": "KernelsNEON14weightGradient"}


@dataclass
class Instruction:
    address: int
    name: str
    operands: str

    def target(self) -> int | None:
        """Where a branch leads."""
        if not re.match(r"b(\.\w+)?$|cbn?z$|tbn?z$", self.name):
            return None
        found = re.search(r"(?:0x)?([0-9a-f]+) <", self.operands)
        return int(found[1], 16) if found else None


def functions(lines) -> dict[str, list[Instruction]]:
    """The kernels' instructions."""
    result: dict[str, list[Instruction]] = {}
    body: list[Instruction] | None = None
    for line in lines:
        if found := re.match(r"[0-9a-f]+ <(.*)>:$", line):
            body = result.setdefault(found[1], []) if "KernelsNEON" in found[1] else None
        elif body is not None and (found := re.match(r"\s*([0-9a-f]+):\s+(\S+)\s*(.*)$", line)):
            body.append(Instruction(int(found[1], 16), found[2], found[3]))
    return result


def inner_loops(body: list[Instruction]):
    """What lies between the target of a branch back and the branch, if no other such loop lies in it."""
    index = {instruction.address: number for number, instruction in enumerate(body)}
    ends = {(index[to], number) for number, i in enumerate(body) if (to := i.target()) in index and index[to] <= number}
    for first, last in sorted(ends):
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in ends):
            yield body[first : last + 1]


def check(engine: str, kernels: dict[str, list[Instruction]], symbol: str) -> list[str]:
    """The engine's faults."""
    faults = []
    whole = 0
    for name, body in kernels.items():
        if symbol not in name:
            continue
        for loop in inner_loops(body):
            multiplications = sum(i.name == "fmla" for i in loop)
            if multiplications < TILE:
                continue
            whole += 1
            share = multiplications / len(loop)
            stack = [i for i in loop if re.search(r"\[(sp|x29)\b", i.operands)]
            stores = [i for i in loop if i.name.startswith("st")]
            print(f"{engine}: {multiplications} of {len(loop)} instructions are fused multiply-adds, {share:.0%}")
            if stack or stores:
                faults.append(f"the {engine}'s loop at {loop[0].address:x} keeps sums in memory")
            if share < SHARE:
                faults.append(f"the {engine}'s loop at {loop[0].address:x} is multiply-adds to {share:.0%} alone")
    if whole == 0:
        faults.append(f"the {engine} has no loop with {TILE} fused multiply-adds: its sums are not in registers")
    return faults


def main() -> int:
    kernels = functions(line.rstrip("\n") for line in sys.stdin)
    faults = [fault for engine, symbol in ENGINES.items() for fault in check(engine, kernels, symbol)]
    for name, body in kernels.items():
        if any(i.name == "bl" and re.search(r"<(fmaf?|sqrtf?)(@plt)?>", i.operands) for i in body):
            faults.append(f"{name} calls the C library for each lane")
    for fault in faults:
        print(f"Error: {fault}.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
