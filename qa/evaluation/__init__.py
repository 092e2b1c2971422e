"""Evaluation: test sets in, trustworthy figures out. Knows the system; knows nothing of terminals and pages."""

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats import read_testset
from qa.evaluation.run import evaluate
from qa.evaluation.testset import Evidence, Question, TestSet

__all__ = ["Evaluation", "Evidence", "Question", "TestSet", "evaluate", "read_testset"]
