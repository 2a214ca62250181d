from typing import Any

from numpy import ndarray as NDArray

ArrayLike = Any
DTypeLike = Any
__all__ = ["ArrayLike", "DTypeLike", "NDArray"]
