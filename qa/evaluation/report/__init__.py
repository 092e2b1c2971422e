"""The report: an evaluation as one HTML page that needs nothing else, no script and no network."""

from qa.evaluation.report.page import render

__all__ = ["render"]
