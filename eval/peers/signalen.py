"""The way of Signalen (github.com/Amsterdam/signals, app/signals/apps/classification): stemmed words without stop
words, term frequencies, L1 logistic regression; the Dutch Snowball stemmer is swapped for the Russian one.
Multi-label is not part of it: one-vs-rest with threshold 0.3 plus the first label.
"""
import re

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer
from snowballstemmer import stemmer

import common

options = common.arguments()
train, test = common.load(options)
stem = stemmer("russian")
# The most frequent function words of Russian; NLTK's list, which Signalen takes for Dutch, is not a Debian package.
STOP = set(
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня "
    "еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там "
    "потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже "
    "себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее "
    "сейчас были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про "
    "всего них какая много разве три эту моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им "
    "более всегда конечно всю между".split()
)
WORD = re.compile(r"[^\W\d_][\w§/.-]*")
cache = {}


def analyse(text):
    kept = []
    for word in WORD.findall(text.lower()):
        if word in STOP:
            continue
        if word not in cache:
            cache[word] = word if "§" in word else stem.stemWord(word)
        kept.append(cache[word])
    return kept


features = make_pipeline(CountVectorizer(analyzer=analyse, min_df=2), TfidfTransformer(use_idf=False))
x = features.fit_transform(common.texts(train, options))
z = features.transform(common.texts(test, options))
common.say(f"{x.shape[0]} rows, {x.shape[1]} features")

answers = {}
for name in options.labels:
    own = [common.labels_of(row, name) for row in train]
    use = np.array([len(labels) > 0 for labels in own])
    regression = LogisticRegression(penalty="l1", C=10, solver="liblinear", random_state=options.seed)
    if common.is_multi(train, name):
        binarizer = MultiLabelBinarizer()
        y = binarizer.fit_transform([labels for labels in own if labels])
        model = OneVsRestClassifier(regression).fit(x[use], y)
        answers[name] = common.multi_answers(binarizer.classes_, model.predict_proba(z))
        continue
    model = regression.fit(x[use], np.array([labels[0] for labels in own if labels]))
    answers[name] = list(common.ranked(model.classes_, model.predict_proba(z)))
    common.say(f"{name}: {len(model.classes_)} classes")
common.write(options.out, answers)
