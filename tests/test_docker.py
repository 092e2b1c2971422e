"""The Dockerfile and the compose file fit the project; that the image builds is seen where Docker is."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COPIED = {path for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE) for path in line.split()[:-1]}


def test_what_is_copied_exists_and_is_not_kept_out_by_dockerignore() -> None:
    rules = (ROOT / ".dockerignore").read_text("utf-8").split()
    let_in = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert let_in == COPIED
    assert sorted(path for path in COPIED if not (ROOT / path).exists()) == []


def test_what_the_package_is_built_of_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml", "constraints.txt"}
    assert {path.partition("/")[0] for path in needed} <= COPIED
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    rooms = {
        path.parent.name for path in ROOT.glob("*/__init__.py") if any(fnmatch(path.parent.name, p) for p in packages)
    }
    assert rooms <= COPIED


def test_extras_that_are_installed_are_the_package_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (extras,) = re.findall(r"'\.\[(.+)\]'", DOCKERFILE)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_compose_asks_dalil_where_the_image_listens_and_keeps_it_on_this_machine() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    services = compose["services"]
    (port,) = re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE)
    (volume,) = re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE)
    assert services["dalil"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert services["dalil"]["volumes"] == [f"dalil:{volume}"]
    assert services["open-webui"]["environment"]["OPENAI_API_BASE_URL"] == f"http://dalil:{port}/v1"
    assert {one.partition(":")[0] for service in services.values() for one in service["volumes"]} == set(
        compose["volumes"]
    )
