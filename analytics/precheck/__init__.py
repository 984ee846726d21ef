"""The pre-payment check 资格预审: a roster about to be paid, held against the rules as if it were paid next month.

A department learns which rows to look at again and the kind of question, never a value; the county's inspectors get
the sentences. Nothing of a roster enters the snapshot, the vault or a run.
"""

from analytics.precheck.service import Answer, Asked, answer, check

__all__ = ["Answer", "Asked", "answer", "check"]
