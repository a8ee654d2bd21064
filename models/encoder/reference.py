"""Writes reference.json beside the model: texts of the project's own calibration split with token ids and fp32 embedding.

`node models/encoder/check.ts` reads it to prove that transformers.js tokenises as training did and that the int8 model
computes what the fp32 weights do.

    python reference.py --data ../../data --checkpoint runs/joint.pt --tokenizer runs/tokenizer --out ../bagyt-encoder/reference.json
"""
from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from data import appeals
from tasks import embed
from tokenizer import LONGEST, Sampler
from training import load_encoder

# What no appeal of the split may contain, and the tokenizers must still agree on.
ODD = ["", "   ", "😀😀 нет света 😡", "İSTANBUL ŞEHİR", "a\u0301бв é ﬁ ½ №5 «ёлки»", "\u200bтест\u00a0тест\ttab\n\nновая строка",
       "[hidden] [phone] [ИМЯ]", "...!!!???", "汉字 кириллица", "👩‍👩‍👧 дети", "щ" * 600, "Shchors koshunasy ЁЖ Ыссык-Көл Yssyk-Kol"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../../data"))
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rows = random.Random(options.seed).sample(appeals(options.data / "appeals", "calibration"), options.rows)
    texts = ODD + [row["text"] for row in rows]
    sampler, encoder = Sampler(options.tokenizer, options.seed), load_encoder(options.checkpoint)
    ids = sampler.best(texts, LONGEST)
    vectors = embed(encoder, texts, sampler, LONGEST).tolist()
    lines = [json.dumps({"text": t, "ids": i, "vector": [round(x, 4) for x in v]}, ensure_ascii=False)
             for t, i, v in zip(texts, ids, vectors)]
    options.out.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
