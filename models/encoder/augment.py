"""Makes training texts look like what people type: slips of the keyboard, missing words and punctuation."""
from __future__ import annotations

import random
import re

LETTERS = "абвгдежзийклмнопрстуфхцчшщыьюя"
# Neighbours on the Russian keyboard, row by row.
ROWS = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"]
NEAR = {letter: row[max(0, i - 1):i] + row[i + 1:i + 2] for row in ROWS for i, letter in enumerate(row)}
# Letters that sound alike unstressed or at a word's end, in both languages.
HEARD = dict(zip("оаиедтзсбпгквфшщжыуйьъ", "аоеитдсзпбкгфвщшшиюиъь"))


def typo(word: str, generator: random.Random) -> str:
    """One slip: a letter lost, doubled, swapped with the next, misheard, or the next key hit."""
    if len(word) < 4:
        return word
    i = generator.randrange(len(word) - 1)
    kind = generator.random()
    if kind < 0.25:
        return word[:i] + word[i + 1:]
    if kind < 0.35:
        return word[:i] + word[i] + word[i:]
    if kind < 0.5:
        return word[:i] + word[i + 1] + word[i] + word[i + 2:]
    near = HEARD.get(word[i]) if kind < 0.8 else generator.choice(NEAR.get(word[i]) or LETTERS)
    return word[:i] + (near or word[i]) + word[i + 1:]


def noisy(text: str, generator: random.Random, typos: float = 0.08, drops: float = 0.08) -> str:
    """The lower-cased text with typos in a share of its words and some words dropped; now and then without punctuation."""
    text = text.lower()
    if generator.random() < 0.25:
        text = re.sub(r"[^\w\s#\[\]]+", " ", text)
    words = text.split()
    kept = [word for word in words if len(words) < 4 or generator.random() >= drops] or words
    return " ".join(typo(word, generator) if generator.random() < typos else word for word in kept)


def splice(first: str, second: str, generator: random.Random) -> str:
    """The beginning of one text and the end of another of the same category, cut between words."""
    left, right = first.split(), second.split()
    return " ".join(left[:generator.randint(len(left) // 3, len(left))] + right[generator.randint(0, len(right) * 2 // 3):])
