"""The pytest plugin: fixtures for contracts, the option --gelu-exhaustive and the marker gelu_exhaustive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import pytest

if TYPE_CHECKING:
    from .scores import Score


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("gelu-accuracy")
    group.addoption(
        "--gelu-exhaustive",
        action="store_true",
        help="run float32 checks of GELU kernels on all 2^32 inputs, and the tests marked gelu_exhaustive",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "gelu_exhaustive: a test of minutes, on all inputs; it runs with --gelu-exhaustive alone"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--gelu-exhaustive"):
        return
    skip = pytest.mark.skip(reason="runs with --gelu-exhaustive")
    for item in items:
        if "gelu_exhaustive" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def assert_gelu_accurate(request: pytest.FixtureRequest) -> Callable[..., Score]:
    """`gelu_accuracy.assert_gelu_accurate`, which with --gelu-exhaustive runs float32 on all inputs."""
    from . import accurate

    return accurate.assert_gelu_accurate


@pytest.fixture(autouse=True)
def _gelu_exhaustive(request: pytest.FixtureRequest) -> Any:
    """Tells checks whether all of float32 is wanted; nothing is imported for tests that have none."""
    if not request.config.getoption("--gelu-exhaustive"):
        yield
        return
    from . import accurate

    accurate.run_all_float32 = True
    try:
        yield
    finally:
        accurate.run_all_float32 = False


@pytest.fixture
def gelu_contract() -> Callable[..., str]:
    """`check_contract(fn, path, …)`: fails where `fn` breaks the contract."""
    from .contracts import check_contract

    return check_contract


@pytest.fixture
def gelu_seed() -> Callable[..., Any]:
    """`seed_contract(fn, dtype, folder, …)`: writes a contract of what `fn` holds now."""
    from .contracts import seed_contract

    return seed_contract
