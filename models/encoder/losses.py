"""The contrastive losses."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def same_problem(embeddings: Tensor, labels: Tensor, temperature: float = 0.1) -> Tensor:
    """Supervised contrastive loss (Khosla et al. 2020, eq. 2, "L_out") over the labelled rows of a batch:
    unit-length embeddings [B, H], labels [B] (negative: left out). Zero where no label occurs twice."""
    embeddings, labels = embeddings[labels >= 0], labels[labels >= 0]
    itself = torch.eye(len(labels), dtype=torch.bool)
    same = (labels[:, None] == labels[None, :]) & ~itself
    paired = same.any(1)
    if not paired.any():
        return embeddings.sum() * 0.0
    logits = (embeddings @ embeddings.T / temperature).masked_fill(itself, -1e4)
    chance = F.log_softmax(logits, dim=1)
    per_row = -(chance * same).sum(1)[paired] / same.sum(1)[paired]
    return per_row.mean()


def translation(left: Tensor, right: Tensor, temperature: float = 0.05) -> Tensor:
    """Each sentence must find its translation among all of the batch, in both directions (InfoNCE): [B, H] twice."""
    logits = left @ right.T / temperature
    truth = torch.arange(len(left))
    return (F.cross_entropy(logits, truth) + F.cross_entropy(logits.T, truth)) / 2
