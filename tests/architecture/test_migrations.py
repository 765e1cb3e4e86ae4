"""Migrations form one line per app."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("wisselwerk.")]


@pytest.mark.parametrize("label", OURS)
def test_migrations_are_linear(label: str) -> None:
    graph = MigrationLoader(connection=None).graph
    leaves = [node for node in graph.leaf_nodes() if node[0] == label]
    has_models = bool(list(apps.get_app_config(label).get_models()))
    assert len(leaves) == (1 if has_models else 0)


def test_no_number_is_used_twice() -> None:
    """Two people who both wrote a number 0004 find out here."""
    numbers = [
        (app, name[:4]) for app, name in MigrationLoader(connection=None).disk_migrations if app in OURS
    ]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
