"""What the peers share: reading labelled rows, writing ranked answers."""
import argparse
import gzip
import json
import sys

import numpy as np


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--text", default="text")
    parser.add_argument("--labels", required=True)
    parser.add_argument("--context", default="")
    parser.add_argument("--out", required=True)
    parser.add_argument("--kind", default="svm", choices=["svm", "logreg"])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.labels = options.labels.split(",")
    options.context = [name for name in options.context.split(",") if name]
    return options


def rows(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def labels_of(row, name):
    value = row.get(name)
    values = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in values if each is not None and str(each).strip()]


def texts(data, options):
    """The text, with the context's values as words of their own that no text holds."""
    out = []
    for row in data:
        extra = [f"{name}§{row[name]}".replace(" ", "_") for name in options.context if row.get(name) is not None]
        out.append(" ".join([str(row[options.text]), *extra]))
    return out


def load(options):
    train = [row for path in options.train for row in rows(path) if str(row.get(options.text) or "").strip()]
    # Every row of the test file is answered, so that answers and rows stand in the same order.
    test = list(rows(options.test))
    for row in test:
        row[options.text] = row.get(options.text) or ""
    return train, test


def is_multi(train, name):
    return any(isinstance(row.get(name), list) for row in train)


def ranked(classes, scores, count=25):
    """The most probable labels of each row; `scores` are probabilities."""
    count = min(count, len(classes))
    for row in scores:
        best = np.argsort(-row, kind="stable")[:count]
        yield [[str(classes[k]), float(row[k])] for k in best]


def softmax(scores):
    scores = scores - scores.max(1, keepdims=True)
    weights = np.exp(scores)
    return weights / weights.sum(1, keepdims=True)


def write(path, answers):
    """`answers`: target → list of rows, each a list of [label, probability] or {ranked, labels}."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(len(next(iter(answers.values())))):
            file.write(json.dumps({name: own[i] for name, own in answers.items()}, ensure_ascii=False) + "\n")


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def choose(probabilities, threshold):
    """Multi-label: every label at or above the threshold, and the first one always."""
    given = probabilities >= threshold
    given[np.arange(len(given)), probabilities.argmax(1)] = True
    return given


def multi_answers(classes, probabilities, threshold=0.3):
    given = choose(probabilities, threshold)
    return [
        {"ranked": list_, "labels": [str(c) for c, g in zip(classes, own) if g]}
        for list_, own in zip(ranked(classes, probabilities), given)
    ]
