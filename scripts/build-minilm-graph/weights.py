"""Reads where each weight lies in a safetensors file: u64 length of the header | header as JSON | data."""

import json
import struct
from dataclasses import dataclass

from onnx import TensorProto

DTYPES = {"F32": TensorProto.FLOAT, "F16": TensorProto.FLOAT16, "I64": TensorProto.INT64}


@dataclass(frozen=True)
class Weight:
    dtype: int
    shape: list[int]
    offset: int
    length: int


def read_weights(path: str) -> dict[str, Weight]:
    """Weights by name."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    header.pop("__metadata__", None)
    start = 8 + size
    return {
        name: Weight(DTYPES[each["dtype"]], each["shape"], start + each["data_offsets"][0],
                     each["data_offsets"][1] - each["data_offsets"][0])
        for name, each in header.items()
    }  # fmt: skip
