"""The encoder: a small pre-norm transformer with relative positions, and the heads it is trained with.

Relative position bias (Raffel et al. 2020, "T5", section 2.1) instead of absolute positions: appeals are short (median 20
tokens) and the same words mean the same thing wherever they stand, so nothing has to be learned once per position.
"""
from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass
class Shape:
    """Sizes of the encoder; stored in every checkpoint and in config.json."""

    vocab: int = 12000
    hidden: int = 256
    layers: int = 4
    heads: int = 4
    feed_forward: int = 1024
    buckets: int = 32
    max_distance: int = 128
    dropout: float = 0.1

    def as_dict(self) -> dict:
        return asdict(self)


class RelativeBias(nn.Module):
    """Bias per head for (query, key) distance: exact up to 8 tokens, then logarithmic buckets. Returns [heads, L, L]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.half = shape.buckets // 2
        self.max_distance = shape.max_distance
        self.table = nn.Embedding(shape.buckets, shape.heads)
        nn.init.normal_(self.table.weight, std=0.02)

    def forward(self, length_like: Tensor) -> Tensor:
        position = torch.cumsum(torch.ones_like(length_like[0]), 0)  # 1..L; cumsum keeps L dynamic in ONNX
        distance = position[None, :] - position[:, None]
        exact = self.half // 2
        far = distance.abs().clamp(min=1).float()
        scale = (self.half - exact) / math.log(self.max_distance / exact)
        logarithmic = exact + (torch.log(far / exact).clamp(min=0) * scale).long()
        bucket = torch.where(distance.abs() < exact, distance.abs(), logarithmic.clamp(max=self.half - 1))
        bucket = bucket + (distance > 0).long() * self.half
        return self.table(bucket).permute(2, 0, 1)


class SequenceDropout(nn.Module):
    """Dropout with one mask for all tokens of a text (Gal and Ghahramani 2016): on a CPU, drawing a random number for every
    token and attention weight took a third of a training step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.share
        return x * (keep.to(x.dtype) / (1 - self.share))


class Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.before_attention = nn.LayerNorm(shape.hidden)
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.before_feed_forward = nn.LayerNorm(shape.hidden)
        self.up = nn.Linear(shape.hidden, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.hidden)
        self.dropout = SequenceDropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        qkv = self.qkv(self.before_attention(x)).view(batch, length, 3, self.heads, hidden // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(hidden // self.heads) + bias
        mixed = scores.softmax(-1).to(v.dtype) @ v
        x = x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, hidden)))
        return x + self.dropout(self.down(F.gelu(self.up(self.before_feed_forward(x)))))


class Encoder(nn.Module):
    """Token ids [B, L] and mask [B, L] (1 = token) to the last hidden state [B, L, hidden]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocab, shape.hidden, padding_idx=0)
        self.embedding_norm = nn.LayerNorm(shape.hidden)
        self.bias = RelativeBias(shape)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.final_norm = nn.LayerNorm(shape.hidden)
        self.dropout = SequenceDropout(shape.dropout)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.02)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.words.weight, std=0.02)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        x = self.dropout(self.embedding_norm(self.words(input_ids)))
        padding = (1.0 - attention_mask.float())[:, None, None, :] * -1e4
        bias = self.bias(input_ids)[None] + padding
        for layer in self.layers:
            x = layer(x, bias)
        return self.final_norm(x)


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """Mean over tokens then L2 norm, exactly as the service does it: [B, L, H], [B, L] -> [B, H]."""
    weight = mask.to(hidden.dtype)[..., None]
    return F.normalize((hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9), dim=-1)


class MaskedLanguageModel(nn.Module):
    """Predicts masked tokens; the output matrix is the word embedding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.transform = nn.Linear(encoder.shape.hidden, encoder.shape.hidden)
        self.norm = nn.LayerNorm(encoder.shape.hidden)
        self.output_bias = nn.Parameter(torch.zeros(encoder.shape.vocab))

    def forward(self, ids: Tensor, mask: Tensor, chosen: Tensor) -> Tensor:
        """Logits [n chosen, vocab] at the positions where `chosen` [B, L] is true."""
        picked = self.encoder(ids, mask)[chosen]
        return F.linear(self.norm(F.gelu(self.transform(picked))), self.encoder.words.weight, self.output_bias)


class Heads(nn.Module):
    """One linear classifier per target on the unit-length embedding; `scale` makes up for its small coordinates."""

    def __init__(self, hidden: int, sizes: dict[str, int], scale: float = 16.0, dropout: float = 0.1) -> None:
        super().__init__()
        self.scale = scale
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.ModuleDict({name: nn.Linear(hidden, size) for name, size in sizes.items()})
        for head in self.linear.values():
            nn.init.normal_(head.weight, std=0.05)
            nn.init.zeros_(head.bias)

    def forward(self, embedding: Tensor, name: str) -> Tensor:
        return self.linear[name](self.dropout(embedding * self.scale))
