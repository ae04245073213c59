"""vocabulary.py OUT_DIR [NEWS.txt.xz]: the word pieces and letter folding of the reader, from all-MiniLM-L6-v2's tokenizer (Apache-2.0).

Keeps the pieces that English news uses (counted on the raw news; single characters are always kept, so that every word can still be
spelled) and writes
  vocabulary.txt  one piece a line, its number is the line's; first [PAD] [UNK] [CLS] [SEP]
  fold.tsv        code points above ASCII that are not letters of the vocabulary as they stand: hex, what they become (may be empty)
The folding is BERT's (lower case, accents off) plus typographic marks to ASCII: the encoder was pretrained on straight marks.
"""
import collections, json, lzma, os, sys, unicodedata, zipfile
import all_minilm_l6_v2
from tokenizers import Tokenizer

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
MARKS = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "‚": "'", "—": "-", "–": "-", "−": "-", "‐": "-", "‑": "-", "…": "..."}
MAX_PIECES = 21000


def tokenizer():
    archive = zipfile.ZipFile(os.path.join(os.path.dirname(all_minilm_l6_v2.__file__), "model.zip"))
    return Tokenizer.from_str(archive.read("tokenizer.json").decode())


def fold(char):
    if char in MARKS:
        return MARKS[char]
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Mn"):
        return ""
    return "".join(c for c in unicodedata.normalize("NFD", char.lower()) if unicodedata.category(c) != "Mn")


def main():
    out, news = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "../shared/text/news-snippets.txt.xz"
    tok = tokenizer()
    tok.no_truncation(), tok.no_padding()
    pieces = {i: p for p, i in tok.get_vocab().items()}
    counts = collections.Counter()
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        batch = []
        for number, line in enumerate(lines):
            if number % 3 == 0:
                batch.append("".join(MARKS.get(c, c) for c in line))
            if len(batch) == 2000:
                for e in tok.encode_batch(batch, add_special_tokens=False):
                    counts.update(e.ids)
                batch = []
    latin = lambda p: all(ord(c) < 0x250 for c in p)
    single = [i for i, p in pieces.items() if len(p.removeprefix("##")) == 1 and (latin(p) or counts[i] > 2)]
    kept = dict.fromkeys(single)
    for i, n in counts.most_common():
        if len(kept) >= MAX_PIECES - len(SPECIAL):
            break
        if n >= 2 and pieces[i] not in SPECIAL:
            kept.setdefault(i)
    words = SPECIAL + sorted(pieces[i] for i in kept)
    alphabet = {p.removeprefix("##") for p in words if len(p.removeprefix("##")) == 1}
    with open(os.path.join(out, "vocabulary.txt"), "w", encoding="utf-8") as f:
        f.writelines(w + "\n" for w in words)
    with open(os.path.join(out, "fold.tsv"), "w", encoding="utf-8") as f:
        f.write("# Code points above ASCII and what the reader's word pieces read them as. Made by pipeline/stages/reading/train/vocabulary.py; Unicode %s.\n" % unicodedata.unidata_version)
        for cp in range(0x80, 0x3000):
            char = chr(cp)
            if unicodedata.category(char) in ("Cn", "Zs", "Zl", "Zp"):
                continue
            to = fold(char)
            if to != char and all(c in alphabet or c.isascii() for c in to):
                f.write("%X\t%s\n" % (cp, to))
    total = sum(counts.values())
    print(len(words), "pieces cover", "%.4f" % (sum(counts[i] for i in kept) / total), "of", total)


if __name__ == "__main__":
    main()
