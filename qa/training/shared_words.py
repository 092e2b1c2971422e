"""Paragraphs that share words with a question: near misses in seconds, where embedding a large set takes minutes."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from qa.training.questions import QuestionSet

NEAREST = 6  # one of them is most often the question's own
AT_ONCE = 1000


def nearest_by_words(questions: QuestionSet) -> list[list[int]]:
    """For each question the paragraphs ranked first by tf-idf."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
    paragraphs = vectorizer.fit_transform(questions.paragraphs).T.tocsc()
    asked = vectorizer.transform([item.question for item in questions.items])
    ranking: list[list[int]] = []
    for at in range(0, asked.shape[0], AT_ONCE):
        scores = (asked[at : at + AT_ONCE] @ paragraphs).toarray()
        ranking += np.argpartition(-scores, min(NEAREST, scores.shape[1] - 1), axis=1)[:, :NEAREST].tolist()
    return ranking
