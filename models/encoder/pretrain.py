"""Stage 1: masked-language modelling, with Russian-Kyrgyz pairs joined in one sequence (translation language modelling,
Lample and Conneau 2019) so that both languages share one space before any label is seen.

    python pretrain.py --shared ../../../shared --tokenizer runs/tokenizer --vectors runs/vectors.pt --work runs --minutes 25
"""
from __future__ import annotations

import argparse
import os
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from data import Corpus, corpus
from model import Encoder, MaskedLanguageModel, Shape
from tokenizer import MASK, Sampler
from training import Log, Running, buckets, load, one_cycle, optimizer, pad, save, workers

# Part of the batches drawn from each source; Kyrgyz gets far more than its share of characters.
SHARES = {"appeals": 0.36, "answers": 0.22, "kyrgyz": 0.28, "russian": 0.02, "pairs": 0.12}


def draw(found: Corpus, count: int, sampler: Sampler, generator: random.Random, longest: int) -> list[list[int]]:
    """`count` token sequences over all sources; half of them in sampled segmentations. Pairs come in either order."""
    texts: list[str] = []
    for source, share in SHARES.items():
        chosen = generator.choices(getattr(found, source), k=round(count * share))
        texts += [" ".join(generator.sample(pair, 2)) for pair in chosen] if source == "pairs" else chosen
    generator.shuffle(texts)
    half = len(texts) // 2
    return sampler.best(texts[:half], longest) + sampler.sampled(texts[half:], longest, alpha=0.2)


def mask_tokens(ids: Tensor, mask: Tensor, vocabulary: int, share: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """BERT's 80/10/10 rule. Returns the input ids and which positions are predicted; [CLS] never is."""
    chosen = (torch.rand(ids.shape, generator=generator) < share) & mask.bool()
    chosen[:, 0] = False
    action = torch.rand(ids.shape, generator=generator)
    masked = torch.where(chosen & (action < 0.8), MASK, ids)
    noise = torch.randint(5, vocabulary, ids.shape, generator=generator)
    return torch.where(chosen & (action >= 0.9), noise, masked), chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../../../shared"))
    parser.add_argument("--appeals", type=Path, default=None, help="folder with train.jsonl of written appeals, also read as text")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, default=None, help="starting values of the word embedding, from vectors.py")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--tokens", type=int, default=1280, help="tokens a batch")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--dropout", type=float, default=0.0, help="none: no text is read often enough to be learned by heart")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each that train the same weights")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Stage:
    """The model and the texts."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.found = corpus(options.shared, options.appeals)
        self.sampler = Sampler(options.tokenizer, options.seed)
        self.shape = Shape(vocab=self.sampler.fast.get_vocab_size(), hidden=options.hidden, layers=options.layers,
                           heads=options.hidden // 64, feed_forward=4 * options.hidden, dropout=options.dropout)
        self.model = MaskedLanguageModel(Encoder(self.shape))
        if options.vectors:
            self.model.encoder.words.weight.data[1:] = load(options.vectors)[1:]
        self.tokens = torch.zeros(options.workers, dtype=torch.long).share_memory_()

    def batches(self, generator: random.Random):
        while True:
            sequences = draw(self.found, 4000, self.sampler, generator, 128)
            for batch in buckets([len(s) for s in sequences], self.options.tokens, generator):
                yield pad([sequences[i] for i in batch])


def train(stage: Stage, worker: int, step: int, spent: float, optimizer_state: dict | None, begin: float) -> None:
    """The loop of one worker on the weights that all share, as in finetune.py. Worker 0 alone saves and reports."""
    options, model = stage.options, stage.model
    seed = options.seed + 1000 * worker + step
    torch.manual_seed(seed)
    stage.sampler.reseed(seed)
    generator, chance = random.Random(seed), torch.Generator().manual_seed(seed)
    update = optimizer([model], options.rate, 0.01)
    if optimizer_state:
        update.load_state_dict(optimizer_state)
    log = Log(options.work / "pretrain.csv", ["minutes", "step", "tokens", "rate", "loss", "accuracy"], step > 0) if worker == 0 else None
    running, parent = Running(), os.getppid()
    saved = reported = time.time()

    def minutes() -> float:
        return (spent + time.time() - begin) / 60

    def keep() -> None:
        save(options.work / "pretrain.pt", {
            "model": model.state_dict(), "optimizer": update.state_dict(), "step": step, "tokens": int(stage.tokens.sum()),
            "spent": minutes() * 60, "shape": stage.shape.as_dict(), "modules": {"encoder": model.encoder.state_dict()}})

    model.train()
    for ids, mask in stage.batches(generator):
        if minutes() >= options.minutes or (worker > 0 and os.getppid() != parent):  # a worker ends with the process that started it
            break
        inputs, chosen = mask_tokens(ids, mask, stage.shape.vocab, 0.2, chance)
        for group in update.param_groups:
            group["lr"] = options.rate * one_cycle(minutes() / options.minutes)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(inputs, mask, chosen)
        logits = logits.float()
        loss = F.cross_entropy(logits, ids[chosen])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        update.step()
        update.zero_grad(set_to_none=True)
        step += 1
        stage.tokens[worker] += int(mask.sum())
        running.add("loss", loss.item())
        running.add("accuracy", (logits.argmax(-1) == ids[chosen]).float().mean().item())
        if log and time.time() - reported > 20:
            reported = time.time()
            log.write({"minutes": round(minutes(), 2), "step": step, "tokens": int(stage.tokens.sum()),
                       "rate": round(update.param_groups[0]["lr"], 6), **running.take()})
        if log and time.time() - saved > 120:
            saved = time.time()
            keep()
    if log:
        keep()
        print(f"finished {step} steps of the first worker, {int(stage.tokens.sum())} tokens of all")


def main() -> None:
    options = arguments()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    stage = Stage(options)
    checkpoint = options.work / "pretrain.pt"
    step, spent, optimizer_state = 0, 0.0, None
    if checkpoint.exists():
        state = load(checkpoint)
        stage.model.load_state_dict(state["model"])
        stage.tokens[0] = state["tokens"]
        step, spent, optimizer_state = state["step"], state["spent"], state["optimizer"]
        print(f"resumed at step {step} after {spent / 60:.1f} minutes", flush=True)
    stage.model.share_memory()
    workers(train, stage, options.workers, step, spent, optimizer_state)


if __name__ == "__main__":
    main()
