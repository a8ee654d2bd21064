"""Stage 1: masked-language modelling, with Russian-Kyrgyz pairs joined in one sequence (translation language modelling,
Lample and Conneau 2019) so that both languages share one space before any label is seen.

    python pretrain.py --shared ../../../shared --tokenizer runs/tokenizer --vectors runs/vectors.pt --work runs --minutes 25
"""
from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from data import Corpus, corpus
from model import Encoder, MaskedLanguageModel, Shape
from tokenizer import MASK, Sampler
from training import Log, Running, buckets, load, one_cycle, optimizer, pad, save

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


def main() -> None:
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
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    found = corpus(options.shared, options.appeals)
    sampler = Sampler(options.tokenizer, options.seed)
    shape = Shape(vocab=sampler.fast.get_vocab_size(), hidden=options.hidden, layers=options.layers,
                  heads=options.hidden // 64, feed_forward=4 * options.hidden)
    model = MaskedLanguageModel(Encoder(shape))
    if options.vectors:
        model.encoder.words.weight.data[1:] = load(options.vectors)[1:]
    update = optimizer([model], options.rate, 0.01)
    checkpoint = options.work / "pretrain.pt"
    step, spent, tokens = 0, 0.0, 0
    if checkpoint.exists():
        state = load(checkpoint)
        model.load_state_dict(state["model"])
        update.load_state_dict(state["optimizer"])
        step, spent, tokens = state["step"], state["spent"], state["tokens"]
        print(f"resumed at step {step} after {spent / 60:.1f} minutes")
    log = Log(options.work / "pretrain.csv", ["minutes", "step", "tokens", "rate", "loss", "accuracy"], step > 0)
    generator, chance = random.Random(options.seed + step), torch.Generator().manual_seed(options.seed + step)
    running, reported = Running(), time.time()
    saved = begin = time.time()

    def keep() -> None:
        save(checkpoint, {"model": model.state_dict(), "optimizer": update.state_dict(), "step": step, "tokens": tokens,
                          "spent": spent + time.time() - begin, "shape": shape.as_dict(),
                          "modules": {"encoder": model.encoder.state_dict()}})

    model.train()
    progress = spent / 60 / options.minutes
    while progress < 1:
        sequences = draw(found, 4000, sampler, generator, 128)
        for batch in buckets([len(s) for s in sequences], options.tokens, generator):
            progress = (spent + time.time() - begin) / 60 / options.minutes
            if progress >= 1:
                break
            ids, mask = pad([sequences[i] for i in batch])
            inputs, chosen = mask_tokens(ids, mask, shape.vocab, 0.2, chance)
            for group in update.param_groups:
                group["lr"] = options.rate * one_cycle(progress)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(inputs, mask, chosen)
            logits = logits.float()
            loss = F.cross_entropy(logits, ids[chosen])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            update.step()
            update.zero_grad(set_to_none=True)
            step, tokens = step + 1, tokens + int(mask.sum())
            running.add("loss", loss.item())
            running.add("accuracy", (logits.argmax(-1) == ids[chosen]).float().mean().item())
            if time.time() - reported > 20:
                reported = time.time()
                log.write({"minutes": round((spent + time.time() - begin) / 60, 2), "step": step, "tokens": tokens,
                           "rate": round(update.param_groups[0]["lr"], 6), **running.take()})
            if time.time() - saved > 120:
                saved = time.time()
                keep()
    keep()
    print(f"finished {step} steps, {tokens} tokens")


if __name__ == "__main__":
    main()
