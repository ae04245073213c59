"""distil.py TEACHER.pkl OUT.pkl --raw WINDOWS --windows WINDOWS --items ITEMS [--layers 2] [--passes 1] [--student PKL]: teaches a small network.

The student starts from the teacher's lowest layers and heads. On raw news it learns what the teacher sees: its last vectors and the soft
answers of its heads; on the codings also the codings themselves. Resumes from OUT.checkpoint; held-out items as in train.py.
"""
import argparse, os, pickle, random, time
import jax, jax.numpy as jnp, numpy as np, optax
from batches import batches
from examples import candidate_pairs, examples, load
from network import ask, gather, losses, pair, read
from train import held_out

BUDGET = 3072
ASKED = 6  # tokens of a window whose spans are compared: those that the teacher holds for anchors most


def soft(teacher, student, weights):
    """Cross entropy of the student's logits under the teacher's chances."""
    each = -(jax.nn.softmax(teacher) * jax.nn.log_softmax(student)).sum(-1)
    return (each * weights).sum() / (weights.sum() + 1e-6)


def answers(model, b, layers, heads, asked=None):
    y, anchor, trigger = read(model, b, None, layers, heads)
    if asked is None:
        chance = (1 - jax.nn.softmax(anchor)[..., 0]) * b["tokens"]
        weights, at = jax.lax.top_k(chance, ASKED)
        asked = (at, weights)
    types, modality, look = pair(model["heads"], y, b["p_source"], b["p_target"], b["sentence"])
    return dict(y=y, anchor=anchor, trigger=trigger, span=ask(model["heads"], "span", y, asked[0]), types=types, modality=modality, look=look), asked


def distance(student, teacher, b, layers, t_layers, heads):
    t, asked = jax.lax.stop_gradient(answers(teacher, b, t_layers, heads))
    s, _ = answers(student, b, layers, heads, asked)
    tokens = b["tokens"]
    related = 1 - jax.nn.softmax(t["types"])[..., 0]
    parts = jnp.stack([(((s["y"] - t["y"]) ** 2).mean(-1) * tokens).sum() / tokens.sum(), soft(t["anchor"], s["anchor"], tokens), soft(t["trigger"], s["trigger"], tokens),
                       soft(t["span"], s["span"], asked[1][..., None] * tokens[:, None]), soft(t["types"], s["types"], b["p_weight"]),
                       soft(t["modality"], s["modality"], b["p_weight"] * related), soft(t["look"], s["look"], b["p_weight"] * related)])
    return (parts * jnp.array([1., 25., 10., 12., 3., 1., .5])).sum(), parts


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("teacher"), a.add_argument("out"), a.add_argument("--raw", required=True), a.add_argument("--windows", required=True), a.add_argument("--items", required=True)
    a.add_argument("--layers", type=int, default=2), a.add_argument("--student", help="goes on from this model instead of the teacher's lowest layers"), a.add_argument("--passes", type=int, default=1), a.add_argument("--held-out", type=int, default=10), a.add_argument("--seed", type=int, default=1)
    a = a.parse_args()
    saved = pickle.load(open(a.teacher, "rb"))
    teacher, t_layers, heads = jax.tree.map(jnp.asarray, saved["model"]), saved["layers"], saved["heads"]
    kept = lambda k: not k.startswith("encoder.layer.") or int(k.split(".")[2]) < a.layers
    student = dict(encoder={k: v for k, v in teacher["encoder"].items() if kept(k)}, heads=teacher["heads"])
    if a.student:
        student = jax.tree.map(jnp.asarray, pickle.load(open(a.student, "rb"))["model"])
    coded = [e for e in examples(load(a.items), load(a.windows)) if not held_out(e, a.held_out)]
    raw = [dict(w, id=i["id"], pairs=[[s, t, 0, 0, 1., -1] for s, t, _, _ in candidate_pairs(w)]) for i in load(a.raw) for w in i["windows"]]
    rng = random.Random(a.seed)
    # the codings three times in each pass, mixed in; a batch is either coded or raw
    steps = (len(list(batches(list(raw), BUDGET))) + 3 * len(list(batches(list(coded), BUDGET)))) * a.passes
    rate = optax.warmup_cosine_decay_schedule(0, 4e-4, steps // 20, steps)
    optimizer = optax.chain(optax.clip_by_global_norm(1.), optax.adamw(rate, weight_decay=.01))
    state = optimizer.init(student)

    def loss(student, b, hard):
        value, parts = distance(student, teacher, b, a.layers, t_layers, heads)
        return (value + losses(student, b, None, a.layers, heads)[0] if hard else value), parts

    def stepper(hard):
        @jax.jit
        def step(student, state, b):
            (_, parts), gradient = jax.value_and_grad(loss, has_aux=True)(student, b, hard)
            updates, state = optimizer.update(gradient, state, student)
            return optax.apply_updates(student, updates), state, parts
        return step

    on_raw, on_coded = stepper(False), stepper(True)
    start, checkpoint = 0, a.out + ".checkpoint"
    if os.path.exists(checkpoint):
        start, student, state = pickle.load(open(checkpoint, "rb"))
    print(len(raw), "raw,", len(coded), "coded windows,", steps, "steps, from pass", start + 1, flush=True)
    for number in range(start, a.passes):
        schedule = [(b, False) for _, b in batches(list(raw), BUDGET, rng)] + [(b, True) for _ in range(3) for _, b in batches(list(coded), BUDGET, rng)]
        rng.shuffle(schedule)
        began, total = time.time(), 0
        for n, (b, is_coded) in enumerate(schedule, 1):
            student, state, parts = (on_coded if is_coded else on_raw)(student, state, b)
            total = total + np.asarray(parts)
            if n % 50 == 0:
                print("  step", n, np.round(total / 50, 4), f"{time.time() - began:.0f} s", flush=True)
                total = 0
        pickle.dump((number + 1, jax.tree.map(np.asarray, student), jax.tree.map(np.asarray, state)), open(checkpoint + ".new", "wb"))
        os.replace(checkpoint + ".new", checkpoint)
    pickle.dump(dict(layers=a.layers, heads=heads, model=jax.tree.map(np.asarray, student)), open(a.out, "wb"))


if __name__ == "__main__":
    main()
