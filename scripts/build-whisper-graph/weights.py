"""Reads where each weight lies in a CTranslate2 model.bin (binary version 6).

u32 version | str spec | u32 revision | u32 n | n x (str name, u8 rank, u32 dims.., u8 dtype, u32 bytes, data)
| u32 aliases | aliases x (str alias, str target);  str = u16 length with its NUL + bytes.  Nothing is aligned.
"""

import os
import struct
from dataclasses import dataclass

from onnx import TensorProto

DTYPES = {
    0: (TensorProto.FLOAT, 4),
    1: (TensorProto.INT8, 1),
    2: (TensorProto.INT16, 2),
    3: (TensorProto.INT32, 4),
    4: (TensorProto.FLOAT16, 2),
    5: (TensorProto.BFLOAT16, 2),
}


@dataclass(frozen=True)
class Weight:
    dtype: int
    shape: list[int]
    offset: int
    length: int


def read_weights(path: str) -> dict[str, Weight]:
    """Weights of a Whisper model by name."""
    weights: dict[str, Weight] = {}
    with open(path, "rb") as file:

        def number(code: str) -> int:
            return struct.unpack("<" + code, file.read(struct.calcsize("<" + code)))[0]

        def text() -> str:
            return file.read(number("H"))[:-1].decode()

        version, spec, _revision = number("I"), text(), number("I")
        if version != 6 or spec != "WhisperSpec":
            raise SystemExit(f"{path}: expected a Whisper model of binary version 6, found {spec} of version {version}")
        for _ in range(number("I")):
            name = text()
            shape = [number("I") for _ in range(number("B"))]
            dtype, size = DTYPES[number("B")]
            length = number("I")
            count = size
            for dimension in shape:
                count *= dimension
            if length != count:
                raise SystemExit(f"{name}: {length} bytes do not fit its shape {shape}")
            weights[name] = Weight(dtype, shape, file.tell(), length)
            file.seek(length, os.SEEK_CUR)
        for _ in range(number("I")):
            alias = text()
            weights[alias] = weights[text()]
        if file.tell() != os.path.getsize(path):
            raise SystemExit(f"{path}: bytes left over or missing")
    return weights
