"""Tidy tables as Parquet, for programs that analyse data; this needs pyarrow, the extra ``gkxl[parquet]``."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gkxl.errors import WriteError, missing_extra
from gkxl.export.rows import NAMES
from gkxl.write.content import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkxl.timeseries import Observation

_DIGITS: Final = 38
"""As many as a decimal of Parquet has."""


def as_parquet(observations: Sequence[Observation]) -> bytes:
    """The table as Parquet, its values as exact decimals.

    Raises:
        MissingExtraError: pyarrow is not installed.
        WriteError: A number has more decimals than are kept.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra, and slow to load)
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        instead = ("改用 .csv", "write .csv")
        raise missing_extra(
            "parquet", "输出 Parquet 需要 pyarrow", "Parquet needs pyarrow", instead
        ) from error
    kinds = {"year": pa.int32(), "value": pa.decimal128(_DIGITS, DECIMALS)}
    columns = {name: _column(observations, name) for name in NAMES}
    out = io.BytesIO()
    try:
        arrays = {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()}
    except pa.ArrowInvalid as error:
        raise WriteError(
            f"有的数超过 {DECIMALS} 位小数，Parquet 放不下。请改用 .csv。",
            f"a number has more than {DECIMALS} decimals; write .csv",
        ) from error
    parquet.write_table(pa.table(arrays), out)
    return out.getvalue()


def _column(observations: Sequence[Observation], name: str) -> list[Any]:
    values = [getattr(observation, name) for observation in observations]
    return [Decimal(value) for value in values] if name == "value" else values
