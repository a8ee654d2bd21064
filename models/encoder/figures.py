"""Draws the loss and accuracy curves of the training log (training/*.csv, *.jsonl beside the model) as SVG.

    python figures.py --model ../bagyt-encoder
"""
from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

matplotlib.rcParams.update({"svg.hashsalt": "bagyt", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})


def columns(path: Path) -> dict[str, list[tuple[float, float]]]:
    """(minute, value) series per column of a log."""
    series: dict[str, list[tuple[float, float]]] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            for name, value in row.items():
                if value and name not in ("minutes", "step", "tokens", "rate"):
                    series.setdefault(name, []).append((float(row["minutes"]), float(value)))
    return series


def smooth(values: list[float], keep: float = 0.8) -> list[float]:
    result, state = [], values[0]
    for value in values:
        state = keep * state + (1 - keep) * value
        result.append(state)
    return result


def draw(series: dict[str, list[tuple[float, float]]], title: str, label: str, path: Path, keep: float) -> None:
    figure, axes = pyplot.subplots(figsize=(7, 3.6))
    for name, points in series.items():
        x, y = zip(*points)
        axes.plot(x, smooth(list(y), keep), label=name, linewidth=1.3)
    axes.set(title=title, xlabel="minutes of training", ylabel=label)
    axes.legend(fontsize=7, ncol=2, frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    folder = parser.parse_args().model / "training"
    for path in sorted(folder.glob("*.csv")):
        draw(columns(path), f"{path.stem}: training losses (smoothed)", "loss", folder / f"{path.stem}-loss.svg", 0.8)
    for path in sorted(folder.glob("*-calibration.jsonl")):
        series: dict[str, list[tuple[float, float]]] = {}
        for row in map(json.loads, path.read_text().splitlines()):
            for name, value in row.items():
                if name.endswith("_top1"):
                    series.setdefault(name, []).append((row["minutes"], value))
        draw(series, f"{path.stem}: top-1 of the heads", "share right", folder / f"{path.stem}.svg", 0.0)


if __name__ == "__main__":
    main()
