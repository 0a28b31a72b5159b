"""For scripts to import before the packages that they need: where one is missing, a script that is asked for --help prints
what it begins with, and any other says in a sentence what to install."""

import os
import sys

# What pip calls packages that Python calls otherwise.
PIP_NAMES = {"PIL": "Pillow"}


def tell(kind, error, trace):
    """Answers to an error that nobody has caught, in place of a traceback if a package of others is missing."""
    package = (getattr(error, "name", None) or "").partition(".")[0]
    if not issubclass(kind, ModuleNotFoundError) or not package:
        sys.__excepthook__(kind, error, trace)
        return
    main = sys.modules["__main__"]
    if {"-h", "--help"} & set(sys.argv[1:]):
        print((main.__doc__ or "").strip())
        sys.stdout.flush()
        # The hook is the last that is asked: without this, the interpreter ends with 1.
        os._exit(0)
    name = PIP_NAMES.get(package, package)
    print(f"{os.path.basename(sys.argv[0])} needs {name}, which is not installed; install it, for instance with: "
          f"pip install {name}", file=sys.stderr)


sys.excepthook = tell
