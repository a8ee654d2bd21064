"""Figures on the calibration splits while training, and the nearest-neighbour vote."""
from __future__ import annotations

import torch
from torch import Tensor

from model import Encoder, Heads
from tasks import Example, embed, targets


def top(logits: Tensor, truth: Tensor, best: int = 1) -> float:
    """Share of labelled rows whose label is among the `best` highest; 0 where none is labelled."""
    labelled = truth >= 0
    if not labelled.any():
        return 0.0
    found = (logits[labelled].topk(min(best, logits.shape[1]), dim=1).indices == truth[labelled][:, None]).any(1)
    return round(found.float().mean().item(), 4)


def nearest(known: Tensor, asked: Tensor, k: int = 10) -> tuple[Tensor, Tensor]:
    """Cosine and row of the k nearest: [n, H], [m, H] -> twice [m, k]."""
    found = [(asked[start:start + 512] @ known.T).topk(min(k, len(known)), dim=1) for start in range(0, len(asked), 512)]
    return torch.cat([f.values for f in found]), torch.cat([f.indices for f in found])


def vote(near: tuple[Tensor, Tensor], labels: Tensor, classes: int) -> Tensor:
    """Similarity-weighted vote of the nearest rows that have a label: [m, k] twice, [n] -> scores [m, classes]."""
    cosine, row = near
    chosen = labels[row]
    weight = torch.exp((cosine - 1) / 0.1) * (chosen >= 0)
    return torch.zeros(len(row), classes).scatter_add_(1, chosen.clamp(min=0), weight)


def by_language(logits: Tensor, examples: list[Example]) -> dict[str, float]:
    """Bishkek category top-1 and top-3 per language of the written appeals."""
    truth = targets(examples)["bishkek"]
    result = {}
    for language in sorted({e.language for e in examples}):
        chosen = torch.tensor([e.language == language for e in examples])
        result[f"bishkek_{language}_top1"] = top(logits[chosen], truth[chosen])
        result[f"bishkek_{language}_top3"] = top(logits[chosen], truth[chosen], 3)
    return result


@torch.no_grad()
def measure(stage, average, limit: int = 1500) -> dict[str, float]:
    """Heads of the averaged weights on the first `limit` calibration rows (seconds, not minutes)."""
    encoder, heads = Encoder(stage.shape).eval(), Heads(stage.shape.hidden, {t: len(n) for t, n in stage.labels.names.items()}).eval()
    encoder.load_state_dict(average.values["encoder"])
    heads.load_state_dict(average.values["heads"])
    rows = stage.calibration[:limit]
    vectors, truth = embed(encoder, [e.text for e in rows], stage.sampler, 128), targets(rows)
    result = {f"{t}_top1": top(heads(vectors, t), truth[t]) for t in ("category", "reason", "unit", "bishkek")}
    result["reason_top3"] = top(heads(vectors, "reason"), truth["reason"], 3)
    if stage.written_calibration:
        written = embed(encoder, [e.text for e in stage.written_calibration], stage.sampler, 128)
        result |= by_language(heads(written, "bishkek"), stage.written_calibration)
    return result
