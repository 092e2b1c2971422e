"""JUnit XML of a gate: what CI servers show as tests; every figure as a property."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.gate import Check


def junit(evaluation: Evaluation, checks: Sequence[Check]) -> str:
    """One test suite with a case for each check."""
    name = f"dalil evaluate {evaluation.testset}"
    failed = sum(check.fault is not None for check in checks)
    suite = Element("testsuite", name=name, tests=str(len(checks)), failures=str(failed), timestamp=evaluation.date)
    properties = SubElement(suite, "properties")
    for measure, figure in evaluation.figures().items():
        SubElement(properties, "property", name=measure, value=str(figure))
    for check in checks:
        case = SubElement(suite, "testcase", classname=name, name=check.name)
        if check.fault:
            SubElement(case, "failure", message=check.fault).text = check.fault
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suite, encoding="unicode")}\n'
