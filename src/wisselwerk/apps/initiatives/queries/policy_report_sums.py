"""How the totals of a report follow from its actions: kept when it is loaded, and worked out again by ``wisselwerk verify``."""

from django.db.models import Sum

from wisselwerk.apps.initiatives.models import PolicyFile, PolicyTotal

TOTALS = """
SELECT a.report_id, m.year, '', count(DISTINCT CASE WHEN a.is_action THEN a.id END), CAST(sum(m.cents) AS BIGINT)
  FROM initiatives_policyreport p JOIN initiatives_policyaction a ON a.report_id = p.id
       JOIN initiatives_policyamount m ON m.action_id = a.id
 WHERE p.file_id = %s AND p.id >= %s AND p.id <= %s GROUP BY a.report_id, m.year
"""
"""Of all actions in each year, of the reports of a file from one number up to and including another."""
CODE_TOTALS = """
SELECT a.report_id, m.year, c.code, count(DISTINCT CASE WHEN a.is_action THEN a.id END), CAST(sum(m.cents) AS BIGINT)
  FROM initiatives_policyreport p JOIN initiatives_policyaction a ON a.report_id = p.id
       JOIN initiatives_policyamount m ON m.action_id = a.id
       JOIN initiatives_policycode c ON c.action_id = a.id
 WHERE p.file_id = %s AND p.id >= %s AND p.id <= %s GROUP BY a.report_id, m.year, c.code
"""
"""Of the actions with each code."""

COUNT_AGAIN = "count_policy_report_again"
"""As which the trail tells that a file that was read before took its place back."""


def proof_of_file(file: PolicyFile) -> str:
    """What the trail holds of a file that was loaded: which it was, and what its reports come to."""
    found = PolicyTotal.objects.filter(report__file=file, code="").aggregate(
        actions=Sum("actions", default=0), cents=Sum("cents", default=0)
    )
    return f"{file.fingerprint[:32]} {file.lines} lines {found['actions']} actions {found['cents']} cents"
