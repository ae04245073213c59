"""export.py MODEL.pkl OUT.weights: the trained network in 8 bits, as weights.h reads it. Matrices: one scale an output (row); no clipping."""
import pickle, struct, sys
import numpy as np

MAGIC = b"DMREAD01"
# Heads that the program asks; their matrices are stored [outputs, inputs].
MATRICES = "hidden anchor span_query span_key span_linear pair_source pair_target pair_ask_source pair_ask_target pair_key pair_value pair_top pair_type pair_modality".split()


class Writer:
    def __init__(self):
        self.tensors = []

    def floats(self, name, value):
        self.tensors.append((name, 0, np.atleast_2d(np.asarray(value, np.float32))))

    def matrix(self, name, value):
        value = np.asarray(value, np.float32)
        scale = np.maximum(np.abs(value).max(1), 1e-12) / 127
        self.tensors.append((name, 1, np.clip(np.rint(value / scale[:, None]), -127, 127).astype(np.int8)))
        self.floats(name + ".scale", scale)

    def write(self, path, shape):
        head = MAGIC + struct.pack("<6I", *shape) + struct.pack("<I", len(self.tensors))
        size = len(head) + sum(2 + len(n.encode()) + 1 + 4 + 4 + 8 for n, _, _ in self.tensors)
        offset, offsets = -(-size // 64) * 64, []
        for name, kind, value in self.tensors:
            offsets.append(offset)
            head += struct.pack("<H", len(name.encode())) + name.encode() + struct.pack("<BIIQ", kind, *value.shape, offset)
            offset = -(-(offset + value.nbytes) // 64) * 64
        with open(path, "wb") as f:
            f.write(head)
            for at, (_, _, value) in zip(offsets, self.tensors):
                f.write(b"\0" * (at - f.tell()))
                f.write(np.ascontiguousarray(value).tobytes())
        return offset


def main():
    saved = pickle.load(open(sys.argv[1], "rb"))
    e, h = saved["model"]["encoder"], saved["model"]["heads"]
    w = Writer()
    w.matrix("pieces", e["embeddings.word_embeddings.weight"])
    # every piece has the token type 0: its vector is part of the position's
    w.matrix("positions", e["embeddings.position_embeddings.weight"] + e["embeddings.token_type_embeddings.weight"][0])
    for name in ("shape", "quote", "title", "paragraph"):
        w.floats(name, h[name])
    w.floats("embedding.gain", e["embeddings.LayerNorm.weight"])
    w.floats("embedding.bias", e["embeddings.LayerNorm.bias"])
    for l in range(saved["layers"]):
        old, new = f"encoder.layer.{l}.", f"layer{l}."
        qkv = ["attention.self." + n for n in ("query", "key", "value")]
        w.matrix(new + "qkv", np.concatenate([e[old + n + ".weight"] for n in qkv]))
        w.floats(new + "qkv.bias", np.concatenate([e[old + n + ".bias"] for n in qkv]))
        for ours, theirs in (("projection", "attention.output.dense"), ("inner", "intermediate.dense"), ("outer", "output.dense")):
            w.matrix(new + ours, e[old + theirs + ".weight"])
            w.floats(new + ours + ".bias", e[old + theirs + ".bias"])
        for ours, theirs in (("attention.", "attention.output.LayerNorm."), ("", "output.LayerNorm.")):
            w.floats(new + ours + "gain", e[old + theirs + "weight"])
            w.floats(new + ours + "bias", e[old + theirs + "bias"])
    for name in MATRICES:
        w.matrix(name, np.asarray(h[name]).T)
        if name + "_bias" in h:
            w.floats(name + ".bias", h[name + "_bias"])
    for name in ("span_near", "pair_near", "pair_bias"):
        w.floats(name, h[name])
    inner = e["encoder.layer.0.intermediate.dense.weight"].shape[0]
    width = e["embeddings.LayerNorm.weight"].shape[0]
    size = w.write(sys.argv[2], (saved["layers"], saved["heads"], width, inner, len(e["embeddings.word_embeddings.weight"]), len(e["embeddings.position_embeddings.weight"])))
    print(f"{sys.argv[2]}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
