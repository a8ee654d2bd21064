"""Reads the benchmark, corpora and written appeals; every path is an argument because the benchmark texts stay outside the repository."""
from __future__ import annotations

import gzip
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path


def open_text(path: Path):
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


def need(path: Path) -> Path:
    """The path, or a clear stop: the data cannot be shipped with the project."""
    if not path.exists():
        sys.exit(f"missing {path}: the training data is not part of the repository; see models/encoder/README.md (--shared)")
    return path


def rows(path: Path) -> list[dict]:
    with open_text(need(path)) as file:
        return [json.loads(line) for line in file if line.strip()]


def lines(path: Path) -> list[str]:
    with open_text(need(path)) as file:
        return [line.rstrip("\n") for line in file if line.strip()]


def spb(shared: Path, part: str) -> list[dict]:
    """`part`: train, calibration or test of the St Petersburg routing log."""
    return rows(shared / "benchmarks" / "spb" / f"{part}.jsonl.gz")


def parallel(shared: Path) -> list[tuple[str, str]]:
    """(Russian, Kyrgyz) sentence pairs of NTREX-128."""
    pairs = (line.split("\t") for line in lines(shared / "corpora" / "ru-ky-parallel.tsv.gz"))
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def appeals(folder: Path, part: str) -> list[dict]:
    """Written Bishkek appeals (`text`, `language`, `category`); empty when the folder is not there yet."""
    path = folder / f"{part}.jsonl"
    return rows(path) if path.exists() else []


def mapping(path: Path) -> dict[str, tuple[str, float]]:
    """St Petersburg reason to (Bishkek category, how sure 0..1), for the reasons that have one."""
    entries = json.loads(need(path).read_text(encoding="utf-8"))["entries"]
    return {entry["reason"]: (entry["category"], float(entry.get("weight", 1))) for entry in entries if entry["category"]}


def categories(path: Path) -> list[str]:
    """Category ids of the taxonomy, in its order."""
    return [category["id"] for category in json.loads(need(path).read_text(encoding="utf-8"))["categories"]]


def sentences(text: str, longest: int = 500) -> list[str]:
    """Splits an article into pieces of whole sentences of at most about `longest` characters."""
    pieces, current = [], ""
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        if current and len(current) + len(sentence) > longest:
            pieces.append(current)
            current = ""
        current = f"{current} {sentence}".strip()
    return pieces + [current] if current else pieces


@dataclass
class Corpus:
    """Unlabelled text by source; `share` is the part of masked-language-model batches drawn from it."""

    appeals: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    kyrgyz: list[str] = field(default_factory=list)
    russian: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)


def corpus(shared: Path, written: Path | None = None) -> Corpus:
    """Everything the tokenizer and the masked language model may see: no text of a test split is among it."""
    pairs = parallel(shared)
    kyrgyz = lines(shared / "corpora" / "ky-sentences.txt.gz") + [ky for _, ky in pairs]
    for article in rows(shared / "benchmarks" / "kg24" / "train.jsonl.gz"):
        kyrgyz += sentences(article["text"])
    texts = [row["text"] for part in ("train", "calibration") for row in spb(shared, part)]
    if written is not None:
        extra = appeals(written, "train")
        texts += [row["text"] for row in extra if row["language"] == "ru"]
        kyrgyz += [row["text"] for row in extra if row["language"] != "ru"]
    return Corpus(
        appeals=list(dict.fromkeys(texts)),
        answers=list(dict.fromkeys(lines(shared / "corpora" / "ru-civic-answers.txt.gz"))),
        kyrgyz=list(dict.fromkeys(kyrgyz)),
        russian=[ru for ru, _ in pairs],
        pairs=pairs,
    )
