"""Reads and writes the file of a caption model: named arrays of whole numbers; knows nothing of what they mean.

It is an `.npz` whose big, dense arrays lie in it as they are, since unpacking them takes longer than reading them and
saves little, and whose other arrays are packed. An array is read when it is first asked for: some are seldom needed.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from codec.damage import DAMAGE
from codec.errors import FormatError

Array = npt.NDArray[Any]

_DAMAGE: Final = (*DAMAGE, zipfile.BadZipFile, MemoryError)
_LEAST_GAIN: Final = 0.5
"""An array is packed if that leaves no more than this share of it."""


class ModelFile(Mapping[str, Array]):
    """The arrays of a file by name, each with its checksum; raises FormatError where it is damaged or lacks one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # All of it is kept, so that a program that is installed anew meanwhile can't mix two models.
            self._arrays = np.load(BytesIO(path.read_bytes()), allow_pickle=False)
            self._names = tuple(self._arrays.files)
        except _DAMAGE as error:
            raise self.refuse(error) from error

    def __getitem__(self, name: str) -> Array:
        try:
            array: Array = self._arrays[name]
        except _DAMAGE as error:
            raise self.refuse(error) from error
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def refuse(self, error: BaseException) -> FormatError:
        """Say that the file is damaged, and what to do."""
        return FormatError(f"{self._path}: the caption model is damaged ({error}); install the program again")


def write_arrays(arrays: Mapping[str, Array]) -> bytes:
    """Return the file of some arrays of whole numbers; equal arrays give equal files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            member = BytesIO()
            np.lib.format.write_array(member, _narrow(array), allow_pickle=False)
            place = zipfile.ZipInfo(f"{name}.npy")
            place.compress_type = zipfile.ZIP_DEFLATED if _is_worth_packing(member.getvalue()) else zipfile.ZIP_STORED
            archive.writestr(place, member.getvalue(), compresslevel=9)
    return stream.getvalue()


def _narrow(array: Array) -> Array:
    """Return counts in the smallest type that holds them; other numbers stay: arithmetic goes on in their type."""
    if array.dtype.kind != "u" or not array.size:
        return array
    return array.astype(np.min_scalar_type(array.max()), copy=False)


def _is_worth_packing(data: bytes) -> bool:
    return len(zlib.compress(data)) <= _LEAST_GAIN * len(data)
