"""Modules that a dependency imports always and needs seldom: loaded when first used."""

import importlib.util
import sys


def load_when_used(name: str) -> None:
    """Let `from package import module` succeed at once and load it at the first look inside.

    As importlib's documentation shows, for a module that its importers only name at first. The
    package holds it too: looking it up among the loaded modules would be a look inside.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    package, _, child = name.rpartition(".")
    setattr(sys.modules[package], child, module)
    spec.loader.exec_module(module)
