"""The services of analytics as their source says: who takes a Viewer, who checks it, what pages call.

A function checks its viewer when it asks analytics.permissions, takes the viewer's scope or account into what it
does, or hands the viewer on to a function that does.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from analytics.settings import ROOT

# What a check looks like: a call of these, or these attributes of the viewer.
ASKS = frozenset({"may", "require", "require_role"})
SCOPED = frozenset({"scope", "account"})
# Types through which a function reaches the county's data.
REACHES = frozenset({"Engine", "Snapshot", "Run", "Path", "Session", "Vault"})
Name = str  # module.function


@cache
def functions() -> dict[Name, ast.FunctionDef]:
    """Every function at the top level of a module of analytics, and every method as module.Class.method."""
    found: dict[Name, ast.FunctionDef] = {}
    for path in sorted((ROOT / "analytics").rglob("*.py")):
        module = module_of(path)
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[f"{module}.{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        found[f"{module}.{node.name}.{inner.name}"] = inner
    return found


@cache
def imports() -> dict[str, dict[str, str]]:
    """module → name used there → the full name it stands for."""
    paths = [*(ROOT / "analytics").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return {module_of(path): _imported(ast.parse(path.read_text("utf-8"))) for path in paths}


def with_viewer() -> set[Name]:
    """Public functions and methods that take a Viewer."""
    return {
        name
        for name, node in functions().items()
        if _viewer_of(node) and not any(p.startswith("_") for p in _own(name))
    }


def checking(_found: set[Name]) -> set[Name]:
    """All functions that check their viewer, found by going round until no further one is."""
    known: set[Name] = {name for name, node in functions().items() if _asks(node)}
    while True:
        more = {name for name, node in functions().items() if name not in known and _hands_on(name, node, known)}
        if not more:
            return known
        known |= more


def called_by_pages() -> set[Name]:
    """Functions of analytics that a page names."""
    named: set[Name] = set()
    for path in (ROOT / "pages").rglob("*.py"):
        module = module_of(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Name | ast.Attribute) and (full := _resolved(module, node)):
                named.add(full)
    return named & functions().keys()


def bare() -> set[Name]:
    """Public functions that take a store, an engine, a snapshot or a run, and no Viewer."""
    return {
        name
        for name, node in functions().items()
        if not _viewer_of(node) and _annotations(node) & REACHES and not _own(name)[-1].startswith("_")
    }


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _own(name: Name) -> list[str]:
    return name.split(".")[-2:] if name.split(".")[-2][:1].isupper() else name.split(".")[-1:]


def _viewer_of(node: ast.FunctionDef) -> str:
    for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        if argument.annotation is not None and "Viewer" in ast.unparse(argument.annotation).split(" | "):
            return argument.arg
    return ""


def _annotations(node: ast.FunctionDef) -> set[str]:
    given = [a.annotation for a in [*node.args.args, *node.args.kwonlyargs] if a.annotation is not None]
    return {inner.id for annotation in given for inner in ast.walk(annotation) if isinstance(inner, ast.Name)}


def _asks(node: ast.FunctionDef) -> bool:
    viewer = _viewer_of(node)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in ASKS:
            return True
        if isinstance(inner, ast.Attribute) and inner.attr in SCOPED and ast.unparse(inner.value) == viewer:
            return True
    return False


def _hands_on(name: Name, node: ast.FunctionDef, known: set[Name]) -> bool:
    """Whether the viewer goes into a call of a function that checks it."""
    viewer = _viewer_of(node)
    if not viewer:
        return False
    module = _module_of_name(name)
    for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
        given = [ast.unparse(a) for a in call.args] + [ast.unparse(k.value) for k in call.keywords]
        handed = any(viewer == text or text.startswith((f"*{viewer}", f"(*{viewer}")) for text in given)
        if handed and _resolved(module, call.func) in known:
            return True
    return False


def _module_of_name(name: Name) -> str:
    return ".".join(name.split(".")[: -len(_own(name))])


def _resolved(module: str, node: ast.expr) -> Name:
    """The full name an expression stands for, through imports and the packages that hand names on."""
    text = ast.unparse(node)
    head, _dot, rest = text.partition(".")
    full = imports().get(module, {}).get(head, f"{module}.{head}" if f"{module}.{head}" in functions() else "")
    return _followed(f"{full}.{rest}" if rest and full else full)


def _followed(full: str) -> Name:
    package, _dot, name = full.rpartition(".")
    while name in imports().get(package, {}) and imports()[package][name] != full:
        full = imports()[package][name]
        package, _dot, name = full.rpartition(".")
    return full


def _imported(tree: ast.Module) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
    return found
