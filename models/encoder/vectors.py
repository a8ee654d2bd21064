"""Starting values for the word embedding: factorised co-occurrence counts, which take a minute where the masked language model
would need hours to learn as much about which pieces occur together.

PPMI with context smoothing 0.75 and a truncated SVD weighted by the root of the singular values (Levy, Goldberg, Dagan 2015).

    python vectors.py --shared ../../../shared --tokenizer runs/tokenizer --out runs/vectors.pt
"""
from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from data import corpus
from pretrain import draw
from tokenizer import Sampler

WINDOW = 6


def counts(sequences: list[list[int]], vocabulary: int) -> sparse.csr_matrix:
    """How often two pieces stand within the window, nearer ones counting more: symmetric [vocab, vocab]."""
    flat = np.concatenate([np.array(s[1:] + [-1] * WINDOW, dtype=np.int32) for s in sequences])
    total = sparse.csr_matrix((vocabulary, vocabulary), dtype=np.float64)
    for distance in range(1, WINDOW + 1):
        left, right = flat[:-distance], flat[distance:]
        both = (left >= 0) & (right >= 0)
        weight = np.full(both.sum(), 1 - (distance - 1) / WINDOW)
        total += sparse.coo_matrix((weight, (left[both], right[both])), shape=total.shape).tocsr()
    return total + total.T


def ppmi(count: sparse.csr_matrix) -> sparse.csr_matrix:
    table = count.tocoo()
    row = np.asarray(count.sum(1)).ravel()
    context = row ** 0.75
    chance = row[table.row] * context[table.col] / context.sum()
    value = np.log(np.maximum(table.data, 1e-12) / np.maximum(chance, 1e-12))
    keep = value > 0
    return sparse.csr_matrix((value[keep], (table.row[keep], table.col[keep])), shape=count.shape)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../../../shared"))
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--texts", type=int, default=90000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    sampler = Sampler(options.tokenizer, options.seed)
    generator = random.Random(options.seed)
    sequences = draw(corpus(options.shared), options.texts, sampler, generator, 128)
    matrix = ppmi(counts(sequences, sampler.fast.get_vocab_size()))
    left, strength, _ = randomized_svd(matrix, options.hidden, n_iter=4, random_state=options.seed)
    vectors = left * np.sqrt(strength)
    seen = np.abs(vectors).sum(1) > 0
    vectors[seen] -= vectors[seen].mean(0)
    vectors *= 0.04 / vectors[seen].std()
    vectors[~seen] = np.random.default_rng(options.seed).normal(0, 0.04, (int((~seen).sum()), options.hidden))
    torch.save(torch.tensor(vectors, dtype=torch.float32), options.out)
    print(f"{matrix.nnz} pairs, {int(seen.sum())} of {len(seen)} pieces seen")
    names = [sampler.fast.id_to_token(i) for i in range(len(vectors))]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    for word in ("▁фонарь", "▁таштанды", "▁вода", "▁суу", "▁лифт"):
        if word in names:
            best = np.argsort(-unit @ unit[names.index(word)])[1:9]
            print(word, "→", " ".join(names[i] for i in best))


if __name__ == "__main__":
    main()
