"""What is installed with us: permissive licences, no code that runs at install, bounds that say what is needed."""

import importlib.util
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", TOP / ".ci" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_that_we_need_has_a_permissive_licence(licences):
    found = {package.metadata["Name"]: licences.licence_of(package) for package in licences.needed()}
    assert len(found) > 20
    assert not {name: licence for name, licence in found.items() if not licences.is_permitted(licence)}


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "GNU Affero AGPL", "LGPL-2.1", "", "Proprietary"])
def test_other_licences_are_noticed(licences, licence):
    assert not licences.is_permitted(licence)


def test_the_table_in_the_docs_names_our_own_dependencies():
    table = (TOP / "docs" / "licences.md").read_text("utf-8").lower()
    for requirement in tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        assert f"| {re.match(r'[a-z0-9-]+', requirement)[0]} |" in table.replace("_", "-")


def test_what_is_installed_came_as_wheels(licences):
    """A wheel's installation is copying: no build, no setup.py."""
    wheels = {package.metadata["Name"]: package.read_text("WHEEL") for package in licences.needed()}
    assert not [name for name, wheel in wheels.items() if not wheel]


def test_every_dependency_has_a_lower_bound_that_is_installed_here():
    for requirement in tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        match = re.fullmatch(r"([a-z0-9-]+)>=([0-9.]+)(,[<>=!0-9.]+)*", requirement)
        assert match, requirement
        have = [int(part) for part in re.findall(r"\d+", version(match[1]))[:3]]
        assert have >= [int(part) for part in match[2].split(".")], requirement
