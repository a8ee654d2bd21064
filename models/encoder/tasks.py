"""Turns the data into labelled examples and the examples into batches of several kinds."""
from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from augment import noisy, splice
from data import appeals, spb
from tokenizer import Sampler
from training import pad

TARGETS = ("category", "reason", "unit", "bishkek")
NONE = -100  # what torch's cross entropy leaves out


@dataclass
class Example:
    text: str
    labels: dict[str, int]
    language: str = "ru"
    weight: float = 1.0  # how sure the Bishkek category is: below 1 where it comes through the mapping


@dataclass
class Labels:
    """Label names per target; the order is the heads' order."""

    names: dict[str, list[str]]

    def index(self, target: str, name: str | None) -> int:
        table = self.__dict__.setdefault("_tables", {t: {n: i for i, n in enumerate(ns)} for t, ns in self.names.items()})
        return table[target].get(name, NONE) if name else NONE


def label_names(train: list[dict], categories: list[str]) -> Labels:
    names = {t: sorted({row[t] for row in train if row.get(t)}) for t in ("category", "reason", "unit")}
    return Labels({**names, "bishkek": categories})


def spb_examples(shared: Path, part: str, labels: Labels, mapping: dict[str, tuple[str, float]]) -> list[Example]:
    """One example a row; `bishkek` through the mapping where the reason has a counterpart."""
    examples = []
    for row in spb(shared, part):
        category, weight = mapping.get(row["reason"], (None, 0.0))
        targets = {target: labels.index(target, row.get(target)) for target in ("category", "reason", "unit")}
        if row["text"].strip():
            examples.append(Example(row["text"], {**targets, "bishkek": labels.index("bishkek", category)}, weight=weight))
    return examples


def written_examples(folder: Path | None, part: str, labels: Labels) -> list[Example]:
    """Written Bishkek appeals; empty before they exist."""
    found = appeals(folder, part) if folder else []
    return [Example(row["text"], {"bishkek": labels.index("bishkek", row["category"])}, row["language"]) for row in found]


@dataclass
class Lexicon:
    """What citizens call each category: [category index][is Russian] -> words, phrases, name, definition."""

    entries: dict[int, dict[bool, list[str]]]

    def phrase(self, label: int, russian: bool, generator: random.Random) -> Example | None:
        """One to three entries side by side: not a sentence, but every word of it belongs to the category."""
        found = self.entries.get(label, {}).get(russian)
        if not found:
            return None
        text = " ".join(generator.sample(found, min(len(found), generator.choice([1, 1, 2, 3]))))
        return Example(text, {"bishkek": label}, "ru" if russian else "ky")


def lexicon(data: Path, labels: Labels) -> Lexicon:
    """From data/keywords (strong words and phrases) and data/taxonomy (names, definitions, synonyms)."""
    entries: dict[int, dict[bool, list[str]]] = defaultdict(lambda: defaultdict(list))
    taxonomy = json.loads((data / "taxonomy" / "bishkek.json").read_text(encoding="utf-8"))
    for language in ("ru", "ky"):
        path = data / "keywords" / f"{language}.json"
        words = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        words = words.get("categories", words)
        for category in taxonomy["categories"]:
            mine = entries[labels.index("bishkek", category["id"])][language == "ru"]
            mine += [category["name"][language], *category.get("synonyms", {}).get(language, [])]
            mine += [category["definition"][language]] if "definition" in category else []
            mine += [w for kind in ("strong", "phrases") for w in words.get(category["id"], {}).get(kind, [])]
    return Lexicon(entries)


def one_per_text(examples: list[Example], generator: random.Random) -> list[Example]:
    """Each text once, or twice where it came four times or more, with the labels of a row drawn at random: repeated texts
    ("не убран снег") would otherwise fill an epoch, and their differing labels are kept in proportion over the epochs."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        groups[example.text].append(example)
    return [generator.choice(group) for group in groups.values() for _ in range(2 if len(group) > 3 else 1)]


Classes = dict[int, dict[bool, list[Example]]]  # [category index][is Russian] -> examples


def by_class(examples: list[Example]) -> Classes:
    """The written appeals as `class_batch` draws them; sorted once, not for every batch."""
    groups: Classes = defaultdict(lambda: defaultdict(list))
    for example in examples:
        groups[example.labels["bishkek"]][example.language == "ru"].append(example)
    return groups


def class_batch(groups: Classes, words: Lexicon, classes: int, each: int, generator: random.Random) -> list[Example]:
    """A few examples each of some categories, Kyrgyz and Russian in equal number where both exist, so that every
    text has others of its category in the batch, and of the other language; and now and then a phrase of the lexicon.
    Words are left out of every text, some texts are spliced: a category has hundreds of texts, and citizens will use other words."""
    batch = []
    for label in generator.sample(sorted(groups), min(classes, len(groups))):
        for russian, side in groups[label].items():
            for example in generator.sample(side, min(each, len(side))):
                text = splice(example.text, generator.choice(side).text, generator) if generator.random() < 0.12 else example.text
                batch.append(replace(example, text=noisy(text, generator, typos=0.05, drops=generator.random() * 0.25)))
            phrase = words.phrase(label, russian, generator) if generator.random() < 0.2 else None
            batch += [phrase] if phrase else []
    return batch


def encode(examples: list[Example], sampler: Sampler, generator: random.Random, longest: int, noise: float) -> list[list[int]]:
    """Token ids in training form: a share `noise` of the texts with slips, a third of all in sampled segmentations."""
    texts = [noisy(e.text, generator) if generator.random() < noise else e.text for e in examples]
    plain = [i for i in range(len(texts)) if generator.random() < 0.65]
    result: dict[int, list[int]] = dict(zip(plain, sampler.best([texts[i] for i in plain], longest)))
    rest = [i for i in range(len(texts)) if i not in result]
    result.update(zip(rest, sampler.sampled([texts[i] for i in rest], longest, alpha=0.3)))
    return [result[i] for i in range(len(texts))]


def targets(examples: list[Example]) -> dict[str, Tensor]:
    return {t: torch.tensor([e.labels.get(t, NONE) for e in examples]) for t in TARGETS}


@torch.no_grad()
def embed(encoder: torch.nn.Module, texts: list[str], sampler: Sampler, longest: int = 256, size: int = 64) -> Tensor:
    """Unit-length embeddings [n, hidden] in the order of `texts`."""
    from model import mean_pool

    ids = sampler.best(texts, longest)
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
    result = torch.zeros(len(texts), encoder.shape.hidden)
    for start in range(0, len(order), size):
        chunk = order[start:start + size]
        batch, mask = pad([ids[i] for i in chunk])
        result[chunk] = mean_pool(encoder(batch, mask), mask)
    return result
