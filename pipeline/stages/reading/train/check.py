"""check.py MODEL.pkl WINDOWS.jsonl READINGS.jsonl: how far the program's 8-bit forward pass (reading_dump) is from the trainer's own on the same texts.

Prints the largest and mean distance of a token's chance to report speech; exit 1 where the mean is over .002 or one in 1,000 tokens is off by .15.
"""
import pickle, sys
import jax, jax.numpy as jnp, numpy as np
from batches import batches
from examples import load
from network import read


def main():
    saved = pickle.load(open(sys.argv[1], "rb"))
    windows, readings = load(sys.argv[2]), load(sys.argv[3])
    model = jax.tree.map(jnp.asarray, saved["model"])
    forward = jax.jit(lambda b: jax.nn.softmax(read(model, b, None, saved["layers"], saved["heads"])[1]))
    distances = []
    for written, reading in zip(windows, readings):
        assert written["id"] == reading["id"]
        at = 0
        for w in written["windows"]:
            for group, b in batches([dict(w, id="")], 1):
                n = len(w["tokens"])
                ours = 1 - np.asarray(forward(b))[0, :n, 0]
                distances += list(np.abs(ours - np.array(reading["speech"][at:at + n])))
                at += n
    d = np.array(distances)
    print(f"{len(d)} tokens: mean {d.mean():.5f}, 99.9 % under {np.quantile(d, .999):.4f}, largest {d.max():.4f}")
    return d.mean() > .002 or np.quantile(d, .999) > .15


if __name__ == "__main__":
    sys.exit(main())
