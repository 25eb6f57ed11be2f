"""Reads the YAML files of content/ strictly: UTF-8, no key twice, the expected outline."""

from pathlib import Path

import yaml

from .faults import Faults

LISTS = (
    "sources.yaml",
    "terms.yaml",
    "partners.yaml",
    "campaigns.yaml",
    "milestones.yaml",
    "opportunities.yaml",
    "resources.yaml",
    "issues_facts.yaml",
    "events.yaml",
)
NEWSLETTER = "newsletter_2023_12.yaml"
NEWSLETTER_PARTS = {"issue": dict, "sections": list, "footer": dict}


class StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML lets a later key replace an earlier one in silence; here that is a fault."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict:
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            mark = key.start_mark
            raise yaml.constructor.ConstructorError(None, None, f"the field {key.value!r} is given twice", mark)
        seen.add(key.value)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_file(path: Path, faults: Faults):
    """The parsed file, or None with a fault that gives the line."""
    try:
        # S506: StrictLoader is a SafeLoader (the C one where it is there: four times as fast)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506
    except OSError as error:
        faults.add(path.name, what=f"cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        faults.add(path.name, what="is not UTF-8 text")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        faults.add(path.name, where, what=f"is not readable YAML: {getattr(error, 'problem', None) or error}")
    except (ValueError, RecursionError) as error:
        faults.add(path.name, what=f"holds a value that is none: {error}")
    return None


def read_all(directory: Path, faults: Faults) -> dict[str, list]:
    """The raw records per file; the newsletter stands as three entries: issue, sections, footer."""
    content = {}
    for name in LISTS:
        rows = read_file(directory / name, faults)
        if rows is not None and not isinstance(rows, list):
            faults.add(name, what="is not a list of records")
        content[name] = rows if isinstance(rows, list) else []
    newsletter = read_file(directory / NEWSLETTER, faults)
    newsletter = newsletter if isinstance(newsletter, dict) else {}
    for part, shape in NEWSLETTER_PARTS.items():
        value = newsletter.get(part)
        if not isinstance(value, shape):
            faults.add(NEWSLETTER, part, what="is missing or has another outline")
            value = shape()
        content[part] = value if isinstance(value, list) else [value]
    for part in newsletter.keys() - NEWSLETTER_PARTS.keys():
        faults.add(NEWSLETTER, str(part), what="is not a part of a newsletter")
    return content
