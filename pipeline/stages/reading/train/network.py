"""The reader's network in JAX: a BERT encoder over word pieces and the heads that ask it. README.md draws it; network.cc is its twin.

A model is a dict: encoder (BERT's tensors by their own names), heads. Matrices multiply in bfloat16, sums are float32.
"""
import jax, jax.numpy as jnp, numpy as np

HEAD = 96     # width of the biaffine heads
PAIR = 160    # width of the pair head's hidden layer
NEAR = 40     # distances are clipped here
CLASSES = dict(anchor=3, trigger=17, span=4, argument=3, modality=5, pair=17)


def init_heads(width, seed):
    r = np.random.default_rng(seed)
    g = lambda *s: (r.normal(size=s) * .02).astype(np.float32)
    z = lambda *s: np.zeros(s, np.float32)
    h = dict(shape=g(6, width), quote=g(2, width), title=g(2, width), paragraph=g(2, width), hidden=g(width, width), hidden_bias=z(width),
             anchor=g(width, 3), anchor_bias=z(3), trigger=g(width, 17), trigger_bias=z(17), modality=g(width, 5), modality_bias=z(5),
             pair_source=g(width, PAIR), pair_target=g(width, PAIR), pair_value=g(width, PAIR), pair_top=g(width, PAIR), pair_near=z(2 * NEAR + 1, PAIR), pair_bias=z(PAIR),
             pair_ask_source=g(width, HEAD), pair_ask_target=g(width, HEAD), pair_key=g(width, HEAD),
             pair_type=g(PAIR, 17), pair_type_bias=z(17), pair_modality=g(PAIR, 5), pair_modality_bias=z(5))
    for name, classes in (("span", 4), ("argument", 3)):
        h |= {name + "_query": g(width, classes * HEAD), name + "_key": g(width, classes * HEAD), name + "_near": z(2 * NEAR + 1, classes), name + "_linear": g(width, classes)}
    return h


def dot(x, w):
    return jnp.dot(x.astype(jnp.bfloat16), w.astype(jnp.bfloat16), preferred_element_type=jnp.float32)


def norm(x, gain, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred ** 2).mean(-1, keepdims=True) + 1e-12) * gain + bias


def drop(x, key, rate):
    return x if key is None else x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def encode(model, b, key, layers, heads):
    """A vector for every token: the one of its first piece."""
    e, h = model["encoder"], model["heads"]
    length = b["pieces"].shape[1]
    x = e["embeddings.word_embeddings.weight"][b["pieces"]] + e["embeddings.position_embeddings.weight"][:length] + e["embeddings.token_type_embeddings.weight"][0]
    f = b["features"]
    extra = h["shape"][f[..., 0]] + h["quote"][f[..., 1]] + h["title"][f[..., 2]] + h["paragraph"][f[..., 3]]
    extra = jnp.concatenate([jnp.zeros_like(extra[:, :1]), extra], 1)
    x = norm(x + jnp.take_along_axis(extra, b["word"][..., None], 1), e["embeddings.LayerNorm.weight"], e["embeddings.LayerNorm.bias"])
    width = x.shape[-1]
    keys = [None] * (3 * layers + 1) if key is None else list(jax.random.split(key, 3 * layers + 1))
    x = drop(x, keys[-1], .1)
    masked = (1 - b["mask"])[:, None, None, :] * -1e9
    for l in range(layers):
        name = f"encoder.layer.{l}."
        linear = lambda n, y: dot(y, e[name + n + ".weight"].T) + e[name + n + ".bias"]
        split = lambda y: y.reshape(y.shape[0], length, heads, width // heads).transpose(0, 2, 1, 3)
        q, k, v = (split(linear("attention.self." + n, x)) for n in ("query", "key", "value"))
        a = drop(jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(width // heads) + masked, -1), keys[3 * l], .1)
        o = (a @ v).transpose(0, 2, 1, 3).reshape(x.shape)
        x = norm(x + drop(linear("attention.output.dense", o), keys[3 * l + 1], .1), e[name + "attention.output.LayerNorm.weight"], e[name + "attention.output.LayerNorm.bias"])
        y = linear("output.dense", jax.nn.gelu(linear("intermediate.dense", x), approximate=True))
        x = norm(x + drop(y, keys[3 * l + 2], .1), e[name + "output.LayerNorm.weight"], e[name + "output.LayerNorm.bias"])
    return jnp.take_along_axis(x, b["first"][..., None], 1)


def gather(x, at):
    return jnp.take_along_axis(x, at[..., None], 1)


def ask(h, name, x, at):
    """Logits [asker, token, class]: what every token is to the token at `at`."""
    rows, length, _ = x.shape
    classes = h[name + "_linear"].shape[1]
    q = dot(gather(x, at), h[name + "_query"]).reshape(rows, at.shape[1], classes, HEAD)
    k = dot(x, h[name + "_key"]).reshape(rows, length, classes, HEAD)
    near = jnp.clip(jnp.arange(length)[None, None] - at[..., None], -NEAR, NEAR) + NEAR
    return jnp.einsum("bncd,btcd->bntc", q, k) / np.sqrt(HEAD) + dot(x, h[name + "_linear"])[:, None] + h[name + "_near"][near]


def pair(h, x, source, target, sentence):
    """Type logits, modality logits and attention logits of each ordered pair of tokens of one sentence."""
    s, t = gather(x, source), gather(x, target)
    inside = (sentence[:, None, :] == jnp.take_along_axis(sentence, source, 1)[..., None])
    query = dot(s, h["pair_ask_source"]) + dot(t, h["pair_ask_target"])
    score = jnp.where(inside, jnp.einsum("bpd,btd->bpt", query, dot(x, h["pair_key"])) / np.sqrt(HEAD), -1e9)
    value = jnp.einsum("bpt,btd->bpd", jax.nn.softmax(score, -1), dot(x, h["pair_value"]))
    top = jnp.where(inside[..., None], dot(x, h["pair_top"])[:, None], -1e4).max(2)
    near = jnp.clip(target - source, -NEAR, NEAR) + NEAR
    z = jax.nn.gelu(dot(s, h["pair_source"]) + dot(t, h["pair_target"]) + value + top + h["pair_near"][near] + h["pair_bias"], approximate=True)
    return z @ h["pair_type"] + h["pair_type_bias"], z @ h["pair_modality"] + h["pair_modality_bias"], score


def read(model, b, key, layers, heads):
    h = model["heads"]
    x = drop(encode(model, b, key, layers, heads), None if key is None else jax.random.fold_in(key, 99), .1)
    y = x + jax.nn.gelu(dot(x, h["hidden"]) + h["hidden_bias"], approximate=True)
    return y, y @ h["anchor"] + h["anchor_bias"], y @ h["trigger"] + h["trigger_bias"]


def cross(logits, classes):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), classes[..., None], -1)[..., 0]


def mean(values, weights):
    return (values * weights).sum() / (weights.sum() + 1e-6)


def losses(model, b, key, layers, heads):
    h = model["heads"]
    y, anchor, trigger = read(model, b, key, layers, heads)
    tokens = b["tokens"]
    l_anchor = (cross(anchor, b["anchor"]) * b["anchor_weight"] * tokens).sum() / tokens.sum()
    l_trigger = (cross(trigger, b["trigger"]) * b["trigger_weight"] * tokens).sum() / tokens.sum()
    l_span = mean(cross(ask(h, "span", y, b["a_at"]), b["a_class"]), b["a_weight"][..., None] * tokens[:, None])
    l_argument = mean(cross(ask(h, "argument", y, b["t_at"]), b["t_class"]), b["t_weight"][..., None] * tokens[:, None])
    l_modality = mean(cross(gather(y, b["t_at"]) @ h["modality"] + h["modality_bias"], b["t_modality"]), b["t_weight"])
    types, modality, score = pair(h, y, b["p_source"], b["p_target"], b["sentence"])
    l_pair = mean(cross(types, b["p_type"]), b["p_weight"])
    related = b["p_weight"] * (b["p_type"] > 0)
    l_pair_modality = mean(cross(modality, b["p_modality"]), related)
    l_attention = mean(cross(score, jnp.maximum(b["p_trigger"], 0)), b["p_weight"] * (b["p_trigger"] >= 0))
    parts = jnp.stack([l_anchor, l_span, l_trigger, l_argument, l_modality, l_pair, l_pair_modality, l_attention])
    return (parts * jnp.array([25., 12., 25., 8., 1., 3., 1., .5])).sum(), parts
