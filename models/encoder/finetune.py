"""Stages 2 and 3: all labels at once, so that cosine similarity of the pooled vector means "same problem" in both languages.

Batches of four kinds alternate: St Petersburg appeals (category, reason, unit, mapped Bishkek category; supervised contrastive on the
reason), written Bishkek appeals (category; contrastive across languages), Russian-Kyrgyz sentence pairs (find the translation), and
masked-language modelling, which keeps the Kyrgyz that the labels never mention. Stage 3 is the same program started from the
checkpoint of stage 2 once written appeals exist.

    python finetune.py --shared ../../../shared --tokenizer runs/tokenizer --start runs/pretrain.pt --work runs --name supervised \
        --minutes 50 --data ../../data --shares spb=0.8,pairs=0.12,mlm=0.08
"""
from __future__ import annotations

import argparse
import json
import os
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from data import categories, corpus, mapping, spb
from losses import same_problem, translation
from measure import measure
from model import Encoder, Heads, MaskedLanguageModel, Shape, mean_pool
from pretrain import draw, mask_tokens
from tasks import TARGETS, Example, by_class, class_batch, encode, label_names, lexicon, one_per_text, spb_examples, targets, written_examples
from tokenizer import Sampler
from training import Average, Log, Running, buckets, load, one_cycle, optimizer, pad, save, workers

COLUMNS = ["minutes", "step", "rate", "category", "reason", "unit", "bishkek", "contrast", "written", "written_contrast", "pairs", "mlm"]
WEIGHTS = {"category": 0.5, "reason": 1.0, "unit": 0.5, "bishkek": 0.1}  # mapped rows know a third of the Bishkek categories: more weight drowns the written ones


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../../../shared"))
    parser.add_argument("--data", type=Path, default=Path("../../data"), help="the project's data folder: taxonomy, mappings, appeals")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="checkpoint whose encoder (and heads) to go on from")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True, help="names the checkpoint and the log of this stage")
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--tokens", type=int, default=1536, help="tokens a batch")
    parser.add_argument("--longest", type=int, default=72, help="tokens an appeal is cut to; one in twenty is longer and costs as much as ten")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--shares", default="spb=0.8,pairs=0.12,mlm=0.08", help="how often each kind of batch comes")
    parser.add_argument("--noise", type=float, default=0.15, help="share of portal appeals with made-up slips; written ones all get some")
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--every", type=float, default=5, help="minutes between measurements on the calibration split")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each that train the same weights")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Stage:
    """The models, the examples and one loss function per kind of batch."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.generator = random.Random(options.seed)
        self.chance = torch.Generator().manual_seed(options.seed)
        self.sampler = Sampler(options.tokenizer, options.seed)
        self.labels = label_names(spb(options.shared, "train"), categories(options.data / "taxonomy" / "bishkek.json"))
        known = mapping(options.data / "mappings" / "spb-to-bishkek.json")
        self.train = spb_examples(options.shared, "train", self.labels, known)
        self.calibration = spb_examples(options.shared, "calibration", self.labels, known)
        self.written = written_examples(options.data / "appeals", "train", self.labels)
        self.by_class = by_class(self.written)
        self.written_calibration = written_examples(options.data / "appeals", "calibration", self.labels)
        self.words = lexicon(options.data, self.labels)
        self.corpus = corpus(options.shared, options.data / "appeals")
        begin = load(options.start)
        self.shape = Shape(**{**begin["shape"], "dropout": options.dropout})
        self.encoder = Encoder(self.shape)
        self.heads = Heads(self.shape.hidden, {t: len(self.labels.names[t]) for t in TARGETS})
        self.language = MaskedLanguageModel(self.encoder)
        self.modules = {"encoder": self.encoder, "heads": self.heads, "language": self.language}
        if "model" in begin:
            self.language.load_state_dict(begin["model"])
        else:
            for name, module in self.modules.items():
                module.load_state_dict(begin["average"][name])
        self.average = Average(self.modules, options.average)

    def reseed(self, seed: int) -> None:
        """Gives this process its own stream of batches, masks, dropout and segmentations."""
        torch.manual_seed(seed)
        self.generator, self.chance = random.Random(seed), torch.Generator().manual_seed(seed)
        self.sampler.reseed(seed)

    def parameters(self) -> list[torch.nn.Parameter]:
        return [*self.language.parameters(), *self.heads.parameters()]

    def embed(self, sequences: list[list[int]]) -> Tensor:
        """Unit-length vectors [n, hidden]; in pieces of similar length, or padding would be most of a mixed batch."""
        order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
        parts, size = [], len(order) if len(sequences[order[-1]]) < 1.3 * len(sequences[order[0]]) + 4 else 18
        for start in range(0, len(order), size):
            ids, mask = pad([sequences[i] for i in order[start:start + size]])
            with torch.autocast("cpu", torch.bfloat16):
                hidden = self.encoder(ids, mask)
            parts.append(mean_pool(hidden.float(), mask))
        return torch.cat(parts)[torch.tensor(order).argsort()]

    def classify(self, vectors: Tensor, examples: list[Example], running: Running) -> Tensor:
        loss = vectors.sum() * 0.0
        for target, truth in targets(examples).items():
            if (truth >= 0).any():
                rows = F.cross_entropy(self.heads(vectors, target), truth, label_smoothing=self.options.smoothing, reduction="none")
                if target == "bishkek":
                    rows = rows * torch.tensor([e.weight for e in examples])
                part = rows.sum() / (truth >= 0).sum()
                running.add(target, part.item())
                loss = loss + WEIGHTS[target] * part
        return loss

    def spb(self, batch: list[Example], ids: list[list[int]], running: Running) -> Tensor:
        vectors = self.embed(ids)
        near = same_problem(vectors, targets(batch)["reason"])
        running.add("contrast", near.item())
        return self.classify(vectors, batch, running) + 0.2 * near

    def written_loss(self, running: Running) -> Tensor:
        batch = class_batch(self.by_class, self.words, 14, 2, self.generator)
        vectors = self.embed(encode(batch, self.sampler, self.generator, self.options.longest, 0.0))
        truth = targets(batch)["bishkek"]
        head = F.cross_entropy(self.heads(vectors, "bishkek"), truth, label_smoothing=self.options.smoothing)
        near = same_problem(vectors, truth)
        running.add("written", head.item())
        running.add("written_contrast", near.item())
        return head + 0.4 * near

    def pairs_loss(self, running: Running) -> Tensor:
        chosen = self.generator.sample(self.corpus.pairs, 24)
        sides = [self.sampler.sampled([pair[side] for pair in chosen], 64, 0.3) for side in (0, 1)]
        vectors = self.embed(sides[0] + sides[1])
        loss = translation(*vectors.split(len(chosen)))
        running.add("pairs", loss.item())
        return loss

    def language_loss(self, running: Running) -> Tensor:
        ids, mask = pad(draw(self.corpus, 32, self.sampler, self.generator, 80))
        inputs, chosen = mask_tokens(ids, mask, self.shape.vocab, 0.2, self.chance)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.language(inputs, mask, chosen)
        loss = F.cross_entropy(logits.float(), ids[chosen])
        running.add("mlm", loss.item())
        return 0.5 * loss

    def appeals_batches(self):
        """Endless batches of St Petersburg appeals, each text about once an epoch."""
        while True:
            epoch = one_per_text(self.train, self.generator)
            self.generator.shuffle(epoch)
            for start in range(0, len(epoch), 6000):
                part = epoch[start:start + 6000]
                ids = encode(part, self.sampler, self.generator, self.options.longest, self.options.noise)
                for batch in buckets([len(s) for s in ids], self.options.tokens, self.generator):
                    yield [part[i] for i in batch], [ids[i] for i in batch]


def step_once(stage: Stage, shares: dict[str, float], appeals, running: Running) -> None:
    """Gradients of one batch of a kind drawn by `shares`."""
    kind = stage.generator.choices(list(shares), list(shares.values()))[0]
    if kind == "spb":
        loss = stage.spb(*next(appeals), running)
    else:
        loss = {"written": stage.written_loss, "pairs": stage.pairs_loss, "mlm": stage.language_loss}[kind](running)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(stage.parameters(), 1.0)


def train(stage: Stage, worker: int, step: int, spent: float, optimizer_state: dict | None, begin: float) -> None:
    """The training loop of one worker on the weights that all share. Worker 0 alone averages, measures, saves and reports."""
    options = stage.options
    stage.reseed(options.seed + 1000 * worker + step)
    update = optimizer([stage.language, stage.heads], options.rate, 0.02)
    if optimizer_state:
        update.load_state_dict(optimizer_state)
    average = stage.average
    shares = {kind: float(share) for kind, share in (pair.split("=") for pair in options.shares.split(","))}
    if not stage.written and shares.pop("written", 0) and worker == 0:
        print("no written appeals yet: their batches are left out")
    running, appeals = Running(), stage.appeals_batches()
    log = Log(options.work / f"{options.name}.csv", COLUMNS, step > 0) if worker == 0 else None
    reported = measured = time.time()

    def minutes() -> float:
        return (spent + time.time() - begin) / 60

    def keep() -> None:
        save(options.work / f"{options.name}.pt", {
            "modules": {n: m.state_dict() for n, m in stage.modules.items()}, "average": average.values, "step": step,
            "optimizer": update.state_dict(), "spent": minutes() * 60, "shape": stage.shape.as_dict(), "labels": stage.labels.names,
            "examples": {"spb": len(stage.train), "written": len(stage.written)}})
        result = {"minutes": round(minutes(), 2), "step": step, **measure(stage, average)}
        print(json.dumps(result), flush=True)
        with (options.work / f"{options.name}-calibration.jsonl").open("a") as file:
            file.write(json.dumps(result) + "\n")

    parent = os.getppid()
    while minutes() < options.minutes and (worker == 0 or os.getppid() == parent):  # a worker ends with the process that started it
        for group in update.param_groups:
            group["lr"] = options.rate * one_cycle(minutes() / options.minutes)
        step_once(stage, shares, appeals, running)
        update.step()
        update.zero_grad(set_to_none=True)
        step += 1
        if log is None:
            continue
        average.update(stage.modules)
        if time.time() - reported > 20:
            reported = time.time()
            log.write({"minutes": round(minutes(), 2), "step": step, "rate": round(update.param_groups[0]["lr"], 6), **running.take()})
        if time.time() - measured > options.every * 60:
            measured = time.time()
            keep()
    if log:
        keep()


def main() -> None:
    options = arguments()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    stage = Stage(options)
    checkpoint = options.work / f"{options.name}.pt"
    step, spent, optimizer_state = 0, 0.0, None
    if checkpoint.exists():
        state = load(checkpoint)
        for name, module in stage.modules.items():
            module.load_state_dict(state["modules"][name])
        stage.average.values, stage.average.steps = state["average"], state["step"]
        step, spent, optimizer_state = state["step"], state["spent"], state["optimizer"]
        print(f"resumed at step {step} after {spent / 60:.1f} minutes", flush=True)
    for module in stage.modules.values():
        module.share_memory()
    workers(train, stage, options.workers, step, spent, optimizer_state)


if __name__ == "__main__":
    main()
