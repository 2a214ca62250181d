"""Both geometry kernels, for tests of what has to be the same with either."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.shapes import KERNELS

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel


@pytest.fixture(params=KERNELS)
def kernel(request: pytest.FixtureRequest) -> Kernel:
    """Return one kernel after the other."""
    from kf_resources_plugin.engine.kernel import pick_kernel

    return pick_kernel(request.param)


@pytest.fixture
def no_unions(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the kernel unite nothing, as GEOS does not at times."""
    def refuse(wkbs: Any) -> bytes:
        raise ValueError("side location conflict")

    monkeypatch.setattr(kernel, "union", refuse)
