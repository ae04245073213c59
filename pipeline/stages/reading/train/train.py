"""train.py WINDOWS ITEMS OUT [--epochs 6] [--held-out 10]: fine-tunes the pretrained encoder on the codings; resumes from OUT.checkpoint.

Every tenth item (by a hash of its id) is held out, to tune thresholds and the join with the rules; nothing is chosen on the dev set.
"""
import argparse, os, pickle, random, time, zipfile, zlib
import jax, jax.numpy as jnp, numpy as np, optax
import all_minilm_l6_v2
from safetensors.numpy import load as load_tensors
from batches import batches
from examples import examples, load
from network import init_heads, losses

LAYERS, HEADS, WIDTH = 6, 12, 384
BUDGET = 1536


def pretrained(vocabulary):
    """The encoder with the embeddings of our vocabulary's pieces only."""
    archive = zipfile.ZipFile(os.path.join(os.path.dirname(all_minilm_l6_v2.__file__), "model.zip"))
    tensors = load_tensors(archive.read("model.safetensors"))
    from tokenizers import Tokenizer
    numbers = Tokenizer.from_str(archive.read("tokenizer.json").decode()).get_vocab()
    kept = [numbers[p] for p in open(vocabulary, encoding="utf-8").read().split("\n")[:-1]]
    encoder = {k: v.astype(np.float32) for k, v in tensors.items() if k.startswith(("embeddings.", "encoder.")) and "position_ids" not in k}
    encoder["embeddings.word_embeddings.weight"] = encoder["embeddings.word_embeddings.weight"][kept]
    encoder["embeddings.position_embeddings.weight"] = encoder["embeddings.position_embeddings.weight"][:256]
    return encoder


def held_out(example, share):
    return share and zlib.crc32(example["id"].encode()) % share == 0


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("windows"), a.add_argument("items"), a.add_argument("out")
    a.add_argument("--vocabulary", default="schemas/reading/vocabulary.txt")
    a.add_argument("--epochs", type=int, default=6), a.add_argument("--held-out", type=int, default=10), a.add_argument("--seed", type=int, default=1)
    a = a.parse_args()
    data = [e for e in examples(load(a.items), load(a.windows)) if not held_out(e, a.held_out)]
    model = dict(encoder=pretrained(a.vocabulary), heads=init_heads(WIDTH, a.seed))
    rng = random.Random(a.seed)
    steps = sum(1 for _ in batches(list(data), BUDGET)) * a.epochs
    rate = lambda peak: optax.warmup_cosine_decay_schedule(0, peak, steps // 20, steps)
    optimizer = optax.chain(optax.clip_by_global_norm(1.), optax.multi_transform(
        dict(encoder=optax.adamw(rate(1.5e-4), weight_decay=.01), heads=optax.adamw(rate(1.5e-3), weight_decay=.01)), dict(encoder="encoder", heads="heads")))
    state = optimizer.init(model)

    @jax.jit
    def step(model, state, b, key):
        (_, parts), gradient = jax.value_and_grad(losses, has_aux=True)(model, b, key, LAYERS, HEADS)
        updates, state = optimizer.update(gradient, state, model)
        return optax.apply_updates(model, updates), state, parts

    key, start, checkpoint = jax.random.PRNGKey(a.seed), 0, a.out + ".checkpoint"
    if os.path.exists(checkpoint):
        start, model, state, key = pickle.load(open(checkpoint, "rb"))
    print(len(data), "windows,", steps, "steps, from epoch", start + 1, flush=True)
    for epoch in range(start, a.epochs):
        began, total, n = time.time(), 0, 0
        for _, b in batches(list(data), BUDGET, rng):
            key, k = jax.random.split(key)
            model, state, parts = step(model, state, b, k)
            total, n = total + np.asarray(parts), n + 1
            if n % 50 == 0:
                print("  step", n, np.round(total / n, 4), f"{time.time() - began:.0f} s", flush=True)
        print("epoch", epoch + 1, np.round(total / n, 4), f"{time.time() - began:.0f} s", flush=True)
        pickle.dump((epoch + 1, jax.tree.map(np.asarray, model), jax.tree.map(np.asarray, state), np.asarray(key)), open(checkpoint + ".new", "wb"))
        os.replace(checkpoint + ".new", checkpoint)
    pickle.dump(dict(layers=LAYERS, heads=HEADS, model=jax.tree.map(np.asarray, model)), open(a.out, "wb"))


if __name__ == "__main__":
    main()
