"""What both training stages share: batches, the optimizer and its schedule, resumable checkpoints, the log."""
from __future__ import annotations

import csv
import math
import multiprocessing
import os
import random
import time
from pathlib import Path

import torch
from torch import Tensor

from model import Encoder, Shape


def pad(sequences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask [B, L], padded with 0 on the right."""
    longest = max(map(len, sequences))
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence)
    return ids, (ids != 0).long()


def buckets(lengths: list[int], tokens: int, generator: random.Random, most: int = 256) -> list[list[int]]:
    """Indices in batches of similar length and about `tokens` tokens, shuffled; short appeals make padding the main cost."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + generator.random() * 4))
    batches, current, longest = [], [], 0
    for index in order:
        longest = max(longest, lengths[index])
        if current and (longest * (len(current) + 1) > tokens or len(current) >= most):
            batches.append(current)
            current, longest = [], lengths[index]
        current.append(index)
    batches.append(current)
    generator.shuffle(batches)
    return batches


def optimizer(groups: list[torch.nn.Module], rate: float, decay: float) -> torch.optim.AdamW:
    matrices = [p for module in groups for p in module.parameters() if p.ndim > 1]
    vectors = [p for module in groups for p in module.parameters() if p.ndim <= 1]
    return torch.optim.AdamW([{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}],
                             lr=rate, betas=(0.9, 0.98), fused=True)


def one_cycle(progress: float, warm: float = 0.06, floor: float = 0.02) -> float:
    """Share of the highest learning rate at `progress` 0..1: linear warm-up, cosine descent."""
    if progress < warm:
        return progress / warm
    done = min(1.0, (progress - warm) / (1 - warm))
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done))


class Average:
    """Exponential moving average of weights: evaluated and exported in place of the last step's weights."""

    def __init__(self, modules: dict[str, torch.nn.Module], decay: float) -> None:
        self.decay = decay
        self.values = {name: {k: v.detach().clone() for k, v in m.state_dict().items()} for name, m in modules.items()}
        self.steps = 0

    @torch.no_grad()
    def update(self, modules: dict[str, torch.nn.Module]) -> None:
        self.steps += 1
        keep = min(self.decay, self.steps / (self.steps + 10))
        for name, module in modules.items():
            for key, value in module.state_dict().items():
                self.values[name][key].lerp_(value, 1 - keep)


def save(path: Path, content: dict) -> None:
    """Writes next to the target and renames, so that a reader or a resumed run never sees half a checkpoint."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(content, partial)
    os.replace(partial, path)


def load(path: Path) -> dict:
    return torch.load(path, map_location="cpu", weights_only=False)


def load_encoder(path: Path) -> Encoder:
    """The encoder of a checkpoint of either stage; the averaged weights where the stage kept an average."""
    content = load(path)
    encoder = Encoder(Shape(**content["shape"]))
    encoder.load_state_dict(content["average"]["encoder"] if "average" in content else content["modules"]["encoder"])
    return encoder.eval()


def workers(train, stage, count: int, step: int, spent: float, optimizer_state: dict | None) -> None:
    """Runs `train(stage, worker, step, spent, optimizer_state, begin)` in `count` processes on the same shared weights without locks
    (Recht et al. 2011, "Hogwild!"), each with its own optimizer: one thread a process loses far less than threads that wait for each
    other at every operation. The first worker is this process."""
    begin, context = time.time(), multiprocessing.get_context("fork")
    others = [context.Process(target=train, args=(stage, worker, step, spent, optimizer_state, begin), daemon=True)
              for worker in range(1, count)]
    for other in others:
        other.start()
    train(stage, 0, step, spent, optimizer_state, begin)
    for other in others:
        other.join()


class Log:
    """One CSV line per report, appended, so that a resumed run continues the same curve."""

    def __init__(self, path: Path, columns: list[str], resumed: bool) -> None:
        self.path, self.columns, self.start = path, columns, time.time()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (resumed and path.exists()):
            path.write_text(",".join(columns) + "\n")

    def write(self, values: dict) -> None:
        with self.path.open("a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow([values.get(column, "") for column in self.columns])
        print(" ".join(f"{key}={value}" for key, value in values.items()), flush=True)


class Running:
    """Mean of each reported loss since the last report."""

    def __init__(self) -> None:
        self.sums: dict[str, tuple[float, int]] = {}

    def add(self, name: str, value: float) -> None:
        total, count = self.sums.get(name, (0.0, 0))
        self.sums[name] = (total + value, count + 1)

    def take(self) -> dict[str, float]:
        means = {name: round(total / count, 4) for name, (total, count) in self.sums.items()}
        self.sums = {}
        return means
