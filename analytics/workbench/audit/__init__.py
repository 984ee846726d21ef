"""The auditor's tools over any filtered set of payments: digits, strata, gaps, repeats, sums by two fields.

All read the view `pay`: what was really paid, credits that were returned or taken back left out.
"""
