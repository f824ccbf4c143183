#!/usr/bin/env python3
"""Builds the wiring of Whisper on top of an unmodified CTranslate2 model.bin (see README.md).

usage: build.py MODEL.BIN OUTDIR [fp32|nb8]

CTranslate2's layout: linear weights are [out, in]; self-attention linear_0 = q, k, v in one; cross-attention linear_0 = q,
linear_1 = k, v, linear_2 = out; 1/sqrt(64) is not folded in; decoder/projection is an alias of decoder/embeddings.

encoder: mel f32[80, T] (T even, 2..3000) -> per layer ck{i} f32[heads, 64, T/2] (transposed), cv{i} f32[heads, T/2, 64]:
         keys and values of cross-attention, computed once an utterance.
decoder: ids i64[n], rows i64[r] (positions whose candidates are wanted), past f32[p, 2 * layers, width], mask f32[vocabulary]
         (added to the logits), ck*, cv* -> kv f32[n, 2 * layers, width] (append it to past), top_id i64[r, 5], top_logp f32[r, 5],
         logits f32[r, vocabulary] (raw; costs nothing unless fetched).
"""

import hashlib
import os
import sys

import numpy as np
from onnx import TensorProto as T

from graph import Graph
from weights import read_weights

HEAD = 64


class Whisper:
    def __init__(self, weights, mode, location):
        self.weights, self.mode, self.location = weights, mode, location
        self.width = weights["encoder/layer_norm/gamma"].shape[0]
        self.heads = self.width // HEAD
        self.vocabulary = weights["decoder/embeddings/weight"].shape[0]

    def layers(self, side):
        return sum(1 for name in self.weights if name.startswith(f"{side}/layer_") and name.endswith("ffn/linear_0/weight"))

    def split_heads(self, g, x, perm):
        return g.op("Transpose", g.op("Reshape", x, g.const([-1, self.heads, HEAD])), perm=perm)

    def attend(self, g, q, keys, values, mask=None):
        scores = g.op("MatMul", g.op("Mul", q, g.const(HEAD**-0.5, np.float32)), keys)
        if mask:
            scores = g.op("Add", scores, mask)
        mixed = g.op("MatMul", g.op("Softmax", scores, axis=-1), values)
        return g.op("Reshape", g.op("Transpose", mixed, perm=[1, 0, 2]), g.const([-1, self.width]))

    def layer(self, g, x, name):
        return g.linear(x, name + "/weight", name + "/bias")

    def feed_forward(self, g, x, prefix):
        h = g.norm(x, prefix + "ffn/layer_norm/")
        h = g.op("Gelu", self.layer(g, h, prefix + "ffn/linear_0"))
        return g.op("Add", x, self.layer(g, h, prefix + "ffn/linear_1"))

    def queries_keys_values(self, g, x, prefix):
        h = g.norm(x, prefix + "layer_norm/")
        return g.op("Split", self.layer(g, h, prefix + "linear_0"), outputs=3, axis=1, num_outputs=3)

    def encoder(self):
        g = Graph("whisper-encoder", self.location, self.weights, self.mode)
        x = g.op("Unsqueeze", g.input("mel", T.FLOAT, [80, "frames"]), g.const([0]))
        for i, stride in ((1, 1), (2, 2)):
            conv = g.op(
                "Conv", x, g.f32(f"encoder/conv{i}/weight"), g.f32(f"encoder/conv{i}/bias"),
                kernel_shape=[3], strides=[stride], pads=[1, 1],
            )  # fmt: skip
            x = g.op("Gelu", conv)
        x = g.op("Transpose", g.op("Squeeze", x, g.const([0])), perm=[1, 0])
        length = g.op("Shape", x, start=0, end=1)
        positions = g.op(
            "Slice", g.f32("encoder/position_encodings/encodings"), g.const([0]), length, g.const([0])
        )
        x = g.op("Add", x, positions)
        for i in range(self.layers("encoder")):
            prefix = f"encoder/layer_{i}/"
            q, k, v = self.queries_keys_values(g, x, prefix + "self_attention/")
            heads = [self.split_heads(g, part, perm) for part, perm in ((q, [1, 0, 2]), (k, [1, 2, 0]), (v, [1, 0, 2]))]
            c = self.attend(g, *heads)
            x = g.op("Add", x, self.layer(g, c, prefix + "self_attention/linear_1"))
            x = self.feed_forward(g, x, prefix)
        x = g.norm(x, "encoder/layer_norm/")
        for i in range(self.layers("decoder")):
            both = self.layer(g, x, f"decoder/layer_{i}/attention/linear_1")
            k, v = g.op("Split", both, outputs=2, axis=1, num_outputs=2)
            for part, name, perm, shape in (
                (k, f"ck{i}", [1, 2, 0], [self.heads, HEAD, "S"]),
                (v, f"cv{i}", [1, 0, 2], [self.heads, "S", HEAD]),
            ):
                split = g.op("Reshape", part, g.const([-1, self.heads, HEAD]))
                g.op("Transpose", split, out=name, perm=perm)
                g.output(name, T.FLOAT, shape)
        return g

    def decoder(self):
        layers = self.layers("decoder")
        g = Graph("whisper-decoder", self.location, self.weights, self.mode)
        ids, rows = g.input("ids", T.INT64, ["n"]), g.input("rows", T.INT64, ["r"])
        past = g.input("past", T.FLOAT, ["p", 2 * layers, self.width])
        mask = g.input("mask", T.FLOAT, [self.vocabulary])
        for i in range(layers):
            g.input(f"ck{i}", T.FLOAT, [self.heads, HEAD, "S"])
            g.input(f"cv{i}", T.FLOAT, [self.heads, "S", HEAD])
        start, count = g.op("Shape", past, start=0, end=1), g.op("Shape", ids, start=0, end=1)
        end = g.op("Add", start, count)
        # Gathered from the fp16 table: only the rows that are needed are widened.
        x = g.op("Cast", g.op("Gather", g.raw("decoder/embeddings/weight"), ids), to=T.FLOAT)
        x = g.op(
            "Add", x, g.op("Slice", g.f32("decoder/position_encodings/encodings"), start, end, g.const([0]))
        )
        causal = self.causal_mask(g, start, end)
        pasts = g.op("Split", past, outputs=2 * layers, axis=1, num_outputs=2 * layers)
        news = []
        for i in range(layers):
            prefix = f"decoder/layer_{i}/"
            q, k, v = self.queries_keys_values(g, x, prefix + "self_attention/")
            full = []
            for part, old in ((k, pasts[2 * i]), (v, pasts[2 * i + 1])):
                part = g.op("Unsqueeze", part, g.const([1]))
                news.append(part)
                full.append(g.op("Concat", old, part, axis=0))
            heads = [
                self.split_heads(g, part, perm)
                for part, perm in ((q, [1, 0, 2]), (full[0], [1, 2, 0]), (full[1], [1, 0, 2]))
            ]
            c = self.attend(g, *heads, causal)
            x = g.op("Add", x, self.layer(g, c, prefix + "self_attention/linear_1"))
            h = g.norm(x, prefix + "attention/layer_norm/")
            q = self.split_heads(g, self.layer(g, h, prefix + "attention/linear_0"), [1, 0, 2])
            c = self.attend(g, q, f"ck{i}", f"cv{i}")
            x = g.op("Add", x, self.layer(g, c, prefix + "attention/linear_2"))
            x = self.feed_forward(g, x, prefix)
        g.op("Concat", *news, out="kv", axis=1)
        g.output("kv", T.FLOAT, ["n", 2 * layers, self.width])
        self.candidates(g, g.norm(g.op("Gather", x, rows), "decoder/layer_norm/"), mask)
        return g

    def causal_mask(self, g, start, end):
        def scalar(x):
            return g.op("Squeeze", x, g.const([0]))

        one, zero = g.const(1), g.const(0)
        query = g.op("Unsqueeze", g.op("Range", scalar(start), scalar(end), one), g.const([1]))
        key = g.op("Unsqueeze", g.op("Range", zero, scalar(end), one), g.const([0]))
        later = g.op("Greater", key, query)
        return g.op("Where", later, g.const(-1e9, np.float32), g.const(0, np.float32))

    def candidates(self, g, x, mask):
        logits = g.linear(x, "decoder/projection/weight")
        g.op("Identity", logits, out="logits")
        g.output("logits", T.FLOAT, ["r", self.vocabulary])
        # Softmax, then log of five values: 1 ms faster than a log-softmax over the vocabulary.
        values, ids = g.op("TopK", g.op("Softmax", g.op("Add", logits, mask), axis=-1), g.const([5]), outputs=2, axis=-1)
        g.op("Log", g.op("Max", values, g.const(1e-30, np.float32)), out="top_logp")
        g.output("top_logp", T.FLOAT, ["r", 5])
        g.op("Identity", ids, out="top_id")
        g.output("top_id", T.INT64, ["r", 5])


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    model, target = sys.argv[1:3]
    mode = sys.argv[3] if len(sys.argv) > 3 else "nb8"
    with open(model, "rb") as file:
        note = "sha256:" + hashlib.sha256(file.read()).hexdigest()
    whisper = Whisper(read_weights(model), mode, os.path.basename(model))
    os.makedirs(target, exist_ok=True)
    whisper.encoder().save(os.path.join(target, f"whisper-encoder-{mode}.onnx"), note)
    whisper.decoder().save(os.path.join(target, f"whisper-decoder-{mode}.onnx"), note)


main()
