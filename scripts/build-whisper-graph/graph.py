"""An ONNX graph under construction that holds no weights.

Every weight is an initializer whose data lies outside: location, offset and length point into the unmodified weight file. Changes of
precision (fp16 -> fp32, 8-bit blocks) are ordinary nodes on those constants; onnxruntime folds them when the session is made, so
nothing of them runs later.
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from weights import Weight

BLOCK = 64


class Graph:
    """`mode`: fp32, or nb8 (MatMulNBits: 8 bits, blocks of 64, accuracy level 4), which is as accurate at half the time."""

    def __init__(self, name: str, location: str, weights: dict[str, Weight], mode: str):
        self.name, self.location, self.weights, self.mode = name, location, weights, mode
        self.nodes, self.initializers, self.inputs, self.outputs = [], [], [], []
        self.made: dict = {}
        self.count = 0

    def op(self, kind, *inputs, out=None, outputs=1, domain="", **attributes):
        """Adds a node; gives the name of its output, or a list of names."""
        self.count += 1
        name = f"{kind}_{self.count}"
        names = [out] if out else [name + (f"_{i}" if outputs > 1 else "") for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=name, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def const(self, value, dtype=np.int64):
        array = np.asarray(value, dtype)
        key = (array.tobytes(), array.shape, str(array.dtype))
        if key not in self.made:
            self.made[key] = f"c{len(self.made)}"
            self.initializers.append(numpy_helper.from_array(array, self.made[key]))
        return self.made[key]

    def raw(self, name):
        """A weight exactly as it lies in the file."""
        if name not in self.made:
            weight = self.weights[name]
            tensor = TensorProto(
                name=name, data_type=weight.dtype, dims=weight.shape, data_location=TensorProto.EXTERNAL
            )
            for key, value in (("location", self.location), ("offset", weight.offset), ("length", weight.length)):
                tensor.external_data.add(key=key, value=str(value))
            self.initializers.append(tensor)
            self.made[name] = name
        return name

    def f32(self, name):
        if self.weights[name].dtype == TensorProto.FLOAT:
            return self.raw(name)
        key = "f32:" + name
        if key not in self.made:
            self.made[key] = self.op("Cast", self.raw(name), to=TensorProto.FLOAT)
        return self.made[key]

    def linear(self, x, weight, bias=None):
        """x [m, in] -> [m, out]; weights are stored [out, in]."""
        b = self.f32(bias) if bias else ""
        if self.mode == "fp32":
            return self.op("Gemm", x, self.f32(weight), *([b] if b else []), transB=1)
        n_out, n_in = self.weights[weight].shape
        blocks = n_in // BLOCK
        key = "nb8:" + weight
        if key not in self.made:
            self.made[key] = self.quantised(weight, n_out, blocks)
        q, scale = self.made[key]
        return self.op(
            "MatMulNBits", x, q, scale, "", "", b, domain="com.microsoft",
            K=n_in, N=n_out, bits=8, block_size=BLOCK, accuracy_level=4,
        )  # fmt: skip

    def quantised(self, weight, n_out, blocks):
        """Unsigned bytes around 128 for each block of 64 inputs of a row, with one scale a block."""
        rows = self.op("Reshape", self.f32(weight), self.const([n_out * blocks, BLOCK]))
        # max|w| without an Abs copy of the whole matrix: less memory while folding.
        high, low = (self.op(kind, rows, self.const([1]), keepdims=0) for kind in ("ReduceMax", "ReduceMin"))
        largest = self.op("Max", high, self.op("Neg", low))
        scale = self.op(
            "Div", self.op("Max", largest, self.const(1e-8, np.float32)), self.const(127, np.float32)
        )
        zero = self.op("Expand", self.const(128, np.uint8), self.const([n_out * blocks]))
        q = self.op("QuantizeLinear", rows, scale, zero, axis=0)
        return (
            self.op("Reshape", q, self.const([n_out, blocks, BLOCK])),
            self.op("Reshape", scale, self.const([n_out, blocks])),
        )

    def norm(self, x, prefix):
        return self.op(
            "LayerNormalization", x, self.f32(prefix + "gamma"), self.f32(prefix + "beta"), axis=-1, epsilon=1e-5
        )

    def input(self, name, dtype, shape):
        self.inputs.append(helper.make_tensor_value_info(name, dtype, shape))
        return name

    def output(self, name, dtype, shape):
        self.outputs.append(helper.make_tensor_value_info(name, dtype, shape))

    def save(self, path, note):
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.initializers)
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(
            graph, opset_imports=opsets, ir_version=10, producer_name="ringback-graph-builder"
        )
        model.metadata_props.add(key="weights", value=note)
        data = model.SerializeToString(deterministic=True)
        with open(path, "wb") as file:
            file.write(data)
        print(f"{path}: {len(data) / 1024:.1f} KiB, {len(self.nodes)} nodes")
