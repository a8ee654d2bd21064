"""TF-IDF over words 1-2 and characters 2-5, then a linear SVM or logistic regression (scikit-learn).

The SVM's margins are not probabilities; their softmax only ranks, so its ECE and coverage mean little.
Multi-label: one-vs-rest logistic regression over characters, threshold 0.3 plus the first label.
"""
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_union
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

import common

options = common.arguments()
train, test = common.load(options)
many = len(train) > 5000
characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3 if many else 1, sublinear_tf=True, dtype=np.float32)
words = TfidfVectorizer(ngram_range=(1, 2), min_df=2 if many else 1, sublinear_tf=True, dtype=np.float32)
if any(common.is_multi(train, name) for name in options.labels):
    features = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float32)
else:
    features = make_union(words, characters)
x = features.fit_transform(common.texts(train, options))
z = features.transform(common.texts(test, options))
common.say(f"{x.shape[0]} rows, {x.shape[1]} features")

answers = {}
for name in options.labels:
    own = [common.labels_of(row, name) for row in train]
    use = np.array([len(labels) > 0 for labels in own])
    if common.is_multi(train, name):
        binarizer = MultiLabelBinarizer()
        y = binarizer.fit_transform([labels for labels in own if labels])
        model = OneVsRestClassifier(LogisticRegression(C=30, solver="liblinear", random_state=options.seed))
        model.fit(x[use], y)
        answers[name] = common.multi_answers(binarizer.classes_, model.predict_proba(z))
        continue
    y = np.array([labels[0] for labels in own if labels])
    if options.kind == "svm":
        model = LinearSVC(C=0.5, random_state=options.seed).fit(x[use], y)
        scores = model.decision_function(z)
        if scores.ndim == 1:
            scores = np.stack([-scores, scores], 1)
        probabilities = common.softmax(scores)
    else:
        model = LogisticRegression(C=10, solver="liblinear", random_state=options.seed).fit(x[use], y)
        probabilities = model.predict_proba(z)
    answers[name] = list(common.ranked(model.classes_, probabilities))
    common.say(f"{name}: {len(model.classes_)} classes")
common.write(options.out, answers)
