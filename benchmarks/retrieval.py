"""Retrieval alone, without a reader's order: recall@k, MRR@10 and nDCG@10 of a test set over its own texts.

python benchmarks/retrieval.py TESTSET…
"""

import argparse
import json
import sys
from pathlib import Path

from qa.evaluation import TestSet, read_testset
from qa.evaluation.bootstrap import Estimate, ratio_estimate
from qa.evaluation.corpus import Corpus
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.own_index import over_own_documents
from qa.evaluation.ranking import RANKING_MEASURES, ranking_scores
from qa.evaluation.relevance import Relevance, resolve
from qa.evaluation.run import DEPTH
from qa.evaluation.said import places
from qa.settings import from_environment
from qa.system import System, build


def retrieval_figures(system: System, testset: TestSet) -> dict[str, Estimate]:
    """Each retrieval measure with its 95 % interval, over the answerable questions."""
    own = over_own_documents(system, testset)
    judged, run, corpus = {}, {}, Corpus(own.index)
    for question in testset.questions:
        relevance = Relevance(resolve(question, corpus), Normalisation())
        if relevance.question.answerable:
            found = own.retriever.retrieve(question.text.strip(), DEPTH)
            judged[question.id] = relevance.judged
            run[question.id] = relevance.ranked_units([(place, place.text) for place in places(found)])
    own.close()
    scores = ranking_scores(judged, run).values()
    estimates = {name: ratio_estimate([(score[name], 1.0) for score in scores]) for name in RANKING_MEASURES}
    return {name: estimate for name, estimate in estimates.items() if estimate}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testsets", nargs="+", type=Path, metavar="TESTSET")
    system = build(from_environment())
    for path in parser.parse_args().testsets:
        figures = retrieval_figures(system, read_testset(path))
        print(json.dumps({"testset": path.name, **{name: round(e.value, 4) for name, e in figures.items()}}))
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
