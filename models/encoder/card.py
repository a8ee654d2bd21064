"""Writes CARD.md of the encoder from metrics.json and the training log: no figure in it is typed.

    python card.py --model ../bagyt-encoder --checkpoint runs/joint.pt
"""
from __future__ import annotations

import argparse
import csv
import hashlib
import json
from pathlib import Path
from string import Template

from training import load

NAMES = {"heads": "training heads", "regression": "logistic regression on the embedding", "neighbours": "10 nearest neighbours",
         "regressionWritten": "logistic regression, written appeals", "regressionWrittenAndMapped": "logistic regression, written + mapped"}


def cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def spb_table(figures: dict) -> str:
    lines = ["| target | classifier | top-1 | top-3 | macro-F1 | top-1, unseen texts |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for target in ("category", "reason", "unit"):
        for name, row in figures[target].items():
            lines.append(f"| {target} | {NAMES[name]} | " + " | ".join(cell(row[k]) for k in ("top1", "top3", "macroF1", "top1Unseen")) + " |")
    return "\n".join(lines)


def bishkek_table(figures: dict) -> str:
    lines = ["| classifier | ru top-1 | ru top-3 | ky top-1 | ky top-3 | mixed top-1 | mixed top-3 |", "| --- |" + " ---: |" * 6]
    for name, row in figures.items():
        if name != "rows":
            cells = (cell(row.get(f"bishkek_{language}_top{k}")) for language in ("ru", "ky", "mixed") for k in (1, 3))
            lines.append(f"| {NAMES[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def int8_table(figures: dict) -> str:
    lines = ["| texts | lowest cosine | mean cosine | category | reason | unit |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for part, row in figures.items():
        changes = (f"{row[f'{t}Top1Difference'] * 100:+.2f}" if f"{t}Top1Difference" in row else "–" for t in ("category", "reason", "unit"))
        lines.append(f"| {part} | {row['cosineMin']:.4f} | {row['cosineMean']:.4f} | " + " | ".join(changes) + " |")
    return "\n".join(lines)


def last(path: Path) -> dict[str, str]:
    with path.open() as file:
        return list(csv.DictReader(file))[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    model, checkpoint = (options := parser.parse_args()).model, load(options.checkpoint)
    metrics = json.loads((model / "metrics.json").read_text())
    weights = model / "onnx" / "model_quantized.onnx"
    shape = checkpoint["shape"]
    pretrained, first = (last(model / "training" / f"{stage}.csv") for stage in ("pretrain", "first"))
    gold, counts = metrics["bishkek"].get("gold"), metrics["data"]
    counts["taught"] = checkpoint.get("examples", counts)["written"]
    text = Template((Path(__file__).parent / "card.md.template").read_text(encoding="utf-8")).substitute(
        layers=shape["layers"], hidden=shape["hidden"], heads=shape["heads"], vocabulary=shape["vocab"],
        parameters=f"{metrics['parameters'] / 1e6:.1f}", megabytes=f"{metrics['bytes'] / 1e6:.1f}",
        sha256=hashlib.sha256(weights.read_bytes()).hexdigest(), one=metrics["speedMs40Tokens"]["batch1"],
        many=metrics["speedMs40Tokens"]["batch32"], mlm_minutes=f"{float(pretrained['minutes']):.0f}", mlm_tokens=f"{int(pretrained['tokens']):,}",
        first_minutes=f"{float(first['minutes']):.0f}", first_steps=f"{int(first['step']):,}",
        minutes=f"{checkpoint['spent'] / 60:.0f}", steps=f"{checkpoint['step']:,}",
        test=spb_table(metrics["spb"]["test"]), test_rows=f"{metrics['spb']['test']['rows']:,}",
        calibration=spb_table(metrics["spb"]["calibration"]), calibration_rows=f"{metrics['spb']['calibration']['rows']:,}",
        gold=bishkek_table(gold) if gold else "(not measured)", gold_rows=gold["rows"] if gold else 0,
        bishkek=bishkek_table(metrics["bishkek"]["calibration"]), bishkek_rows=metrics["bishkek"]["calibration"]["rows"],
        int8=int8_table(metrics["int8"]), spb_train=f"{counts['spbTrain']:,}", spb_texts=f"{counts['spbTexts']:,}",
        **{name: f"{counts[name]:,}" for name in ("answers", "kyrgyz", "pairs", "written", "taught")})
    (model / "CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
