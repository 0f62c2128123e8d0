"""What someone wants of what feeds bring: an expression such as `天文 和 非 小学`, judged against a notice. Pure."""

from notices.filters.judge import Subject, Verdict, judge, subject
from notices.filters.syntax import FilterError, parse
from notices.filters.tree import Both, Either, Filter, Not, Pattern, Topic, Word, written

__all__ = [
    "Both", "Either", "Filter", "FilterError", "Not", "Pattern", "Subject", "Topic", "Verdict", "Word", "judge",
    "parse", "subject", "written",
]
