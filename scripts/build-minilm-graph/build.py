"""Builds the ONNX graph of all-MiniLM-L6-v2 over the unmodified model.safetensors.

usage: build.py MODEL.SAFETENSORS TARGET_FOLDER [nb8|fp32]

ids i64[batch, tokens], [CLS] .. [SEP], 0 = padding -> embedding f32[batch, 384], the mean over the tokens, of length 1: the cosine of
two of them is their dot product.
"""

import hashlib
import os
import sys

import numpy as np
from onnx import TensorProto as T

from weights import read_weights

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "build-whisper-graph"))
from graph import Graph  # noqa: E402

HEADS = 12
EPSILON = 1e-12


class MiniLm:
    def __init__(self, weights, mode, location):
        self.g = Graph("minilm", location, weights, mode)
        self.width = weights["embeddings.word_embeddings.weight"].shape[1]
        self.layers = sum(name.endswith("intermediate.dense.weight") for name in weights)

    def norm(self, x, prefix):
        g = self.g
        gamma, beta = g.f32(prefix + "LayerNorm.weight"), g.f32(prefix + "LayerNorm.bias")
        return g.op("LayerNormalization", x, gamma, beta, axis=-1, epsilon=EPSILON)

    def dense(self, x, prefix):
        return self.g.linear(x, prefix + "weight", prefix + "bias")

    def embed(self, ids, tokens):
        """Sum of the embeddings of word, place and type, as rows of tokens."""
        g = self.g
        kind = g.op("Gather", g.raw("embeddings.token_type_embeddings.weight"), g.const(0))
        place = g.op("Slice", g.raw("embeddings.position_embeddings.weight"), g.const([0]), tokens, g.const([0]))
        words = g.op("Gather", g.raw("embeddings.word_embeddings.weight"), ids)
        x = g.op("Add", words, g.op("Add", place, kind))
        return self.norm(g.op("Reshape", x, g.const([-1, self.width])), "embeddings.")

    def attend(self, x, prefix, split, bias):
        g = self.g

        def heads(name, perm):
            return g.op("Transpose", g.op("Reshape", self.dense(x, f"{prefix}self.{name}."), split), perm=perm)

        q, k, v = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
        scale = g.const((self.width // HEADS) ** -0.5, np.float32)
        scores = g.op("Add", g.op("MatMul", g.op("Mul", q, scale), k), bias)
        c = g.op("MatMul", g.op("Softmax", scores, axis=-1), v)
        c = g.op("Reshape", g.op("Transpose", c, perm=[0, 2, 1, 3]), g.const([-1, self.width]))
        return self.dense(c, prefix + "output.dense.")

    def build(self):
        g = self.g
        ids = g.input("ids", T.INT64, ["batch", "tokens"])
        batch, tokens = g.op("Shape", ids, start=0, end=1), g.op("Shape", ids, start=1, end=2)
        keep = g.op("Cast", g.op("Not", g.op("Equal", ids, g.const(0))), to=T.FLOAT)
        bias = g.op("Mul", g.op("Sub", keep, g.const(1, np.float32)), g.const(1e9, np.float32))
        bias = g.op("Unsqueeze", bias, g.const([1, 2]))
        x = self.embed(ids, tokens)
        split = g.op("Concat", batch, tokens, g.const([HEADS, self.width // HEADS]), axis=0)
        for i in range(self.layers):
            prefix = f"encoder.layer.{i}."
            a = self.attend(x, prefix + "attention.", split, bias)
            x = self.norm(g.op("Add", x, a), prefix + "attention.output.")
            h = g.op("Gelu", self.dense(x, prefix + "intermediate.dense."))
            x = self.norm(g.op("Add", x, self.dense(h, prefix + "output.dense.")), prefix + "output.")
        self.mean(g.op("Reshape", x, g.op("Concat", batch, tokens, g.const([self.width]), axis=0)), keep)
        return g

    def mean(self, x, keep):
        g = self.g
        kept = g.op("Mul", x, g.op("Unsqueeze", keep, g.const([2])))
        count = g.op("ReduceSum", keep, g.const([1]), keepdims=1)
        mean = g.op("Div", g.op("ReduceSum", kept, g.const([1]), keepdims=0), count)
        g.op("LpNormalization", mean, out="embedding", axis=-1, p=2)
        g.output("embedding", T.FLOAT, ["batch", self.width])


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    model, target = sys.argv[1:3]
    mode = sys.argv[3] if len(sys.argv) > 3 else "nb8"
    with open(model, "rb") as file:
        note = "sha256:" + hashlib.sha256(file.read()).hexdigest()
    os.makedirs(target, exist_ok=True)
    graph = MiniLm(read_weights(model), mode, os.path.basename(model)).build()
    graph.save(os.path.join(target, f"minilm-{mode}.onnx"), note)


main()
