"""fastText supervised (Joulin et al., EACL 2017) by its own program: dimension 100, words 1-2, characters 2-5,
25 epochs. Multi-label: one-vs-all loss, threshold 0.3 plus the first label.
"""
import os
import re
import subprocess
import tempfile

import numpy as np

import common

options = common.arguments()
train, test = common.load(options)


def clean(text):
    return " ".join(re.sub(r"([^\w\s§])", r" \1 ", text.lower()).split())


texts, probes = ([clean(text) for text in common.texts(data, options)] for data in (train, test))
answers = {}
for name in options.labels:
    own = [common.labels_of(row, name) for row in train]
    multi = common.is_multi(train, name)
    classes = sorted({label for labels in own for label in labels})
    index = {label: k for k, label in enumerate(classes)}
    with tempfile.TemporaryDirectory() as folder:
        source, probe, model = (os.path.join(folder, part) for part in ("train.txt", "test.txt", "model"))
        with open(source, "w", encoding="utf-8") as file:
            for text, labels in zip(texts, own):
                if labels:
                    file.write(" ".join(f"__label__{index[label]}" for label in labels) + f" {text}\n")
        with open(probe, "w", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in probes)
        subprocess.run(
            ["fasttext", "supervised", "-input", source, "-output", model, "-dim", "100", "-wordNgrams", "2",
             "-minn", "2", "-maxn", "5", "-epoch", "25", "-lr", "0.5", "-thread", "2",
             "-bucket", "500000", "-loss", "ova" if multi else "softmax"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        printed = subprocess.run(
            ["fasttext", "predict-prob", f"{model}.bin", probe, str(len(classes))],
            check=True, capture_output=True, text=True,
        ).stdout
    scores = np.zeros((len(probes), len(classes)))
    for i, line in enumerate(printed.split("\n")[: len(probes)]):
        parts = line.split()
        for label, p in zip(parts[::2], parts[1::2]):
            scores[i, int(label.removeprefix("__label__"))] = float(p)
    answers[name] = common.multi_answers(classes, scores) if multi else list(common.ranked(classes, scores))
    common.say(f"{name}: {len(classes)} classes")
common.write(options.out, answers)
