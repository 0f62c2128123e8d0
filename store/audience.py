"""The audience rule as SQL: the same decision as notices/audience.py, for many members at once."""

from __future__ import annotations

import json

from notices.model import Audience


def _why(roles: str, topics: str) -> str:
    """For member `m`: why they are in the audience of these roles and topics (SQL for JSON arrays), or null."""
    return f"""
CASE
    WHEN json_array_length({roles}) AND NOT EXISTS (
        SELECT 1 FROM member_roles r WHERE r.member_id = m.id AND r.role IN (SELECT value FROM json_each({roles})))
    THEN NULL
    WHEN NOT json_array_length({topics}) AND m.kind = 'group'
    THEN NULL
    WHEN NOT json_array_length({topics})
    THEN coalesce((SELECT 'role ' || min(r.role) FROM member_roles r
                    WHERE r.member_id = m.id AND r.role IN (SELECT value FROM json_each({roles}))), 'everyone')
    ELSE coalesce(
        (SELECT 'topic ' || min(s.topic) FROM subscriptions s
          WHERE s.member_id = m.id AND s.muted_at IS NULL AND s.topic IN (SELECT value FROM json_each({topics}))),
        (SELECT min('role ' || r.role || ' ' || t.topic)
           FROM member_roles r JOIN role_topics t ON t.role = r.role
          WHERE r.member_id = m.id AND t.topic IN (SELECT value FROM json_each({topics}))
            AND NOT EXISTS (SELECT 1 FROM subscriptions s
                             WHERE s.member_id = m.id AND s.topic = t.topic AND s.muted_at IS NOT NULL)))
END
"""


# For member `m`: why they are in the audience given by :roles and :topics, or null.
WHY = _why(":roles", ":topics")

_WHY_BY_FURTHER_RULES = _why("json_extract(o.value, '$.roles')", "json_extract(o.value, '$.topics')")


def _why_of(rule: str) -> str:
    """For member `m`: why they are in the audience in this column, or null."""
    return f"""
coalesce({_why(f"json_extract({rule}, '$.roles')", f"json_extract({rule}, '$.topics')")},
         (SELECT {_WHY_BY_FURTHER_RULES} AS why FROM json_each({rule}, '$.also') o WHERE why IS NOT NULL LIMIT 1))
"""


# For member `m`: why they are in the audience of notice `n`, or null.
WHY_OF_NOTICE = _why_of("n.audience")

# For member `m`: why they were in the audience of a notice when a roundup gathered it (row `r`), or null.
WHY_WHEN_GATHERED = _why_of("r.audience")

# For member `m` and item `k` of a reminder, about key date `d` of notice `n`: why it is for them, or null. It is if the
# date holds, they have not said that it is done, and either they asked for it themselves or they are in the notice's
# audience, no filter of theirs kept it from them, and one of the lead times it is due at is theirs: one they chose, or,
# if they chose none, a configured one.
WHY_REMINDED = f"""
CASE
    WHEN k.moved_at IS NOT NULL OR d.withdrawn_at IS NOT NULL OR n.withdrawn_at IS NOT NULL
      OR EXISTS (SELECT 1 FROM dones x WHERE x.member_id = m.id AND x.key_date_id = d.id)
    THEN NULL
    WHEN k.member_id
    THEN CASE k.member_id WHEN m.id THEN 'asked' END
    WHEN EXISTS (SELECT 1 FROM kept_back f WHERE f.notice_id = n.id AND f.member_id = m.id)
    THEN NULL
    WHEN CASE d.kind WHEN 'event' THEN m.event_leads ELSE m.deadline_leads END IS NULL AND NOT k.by_default
    THEN NULL
    WHEN CASE d.kind WHEN 'event' THEN m.event_leads ELSE m.deadline_leads END IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM json_each(k.leads) l
         WHERE instr(' ' || CASE d.kind WHEN 'event' THEN m.event_leads ELSE m.deadline_leads END || ' ',
                     ' ' || l.value || ' '))
    THEN NULL
    ELSE {WHY_OF_NOTICE}
END
"""

_ITEMS = """
FROM message_key_dates k JOIN key_dates d ON d.id = k.key_date_id JOIN notices n ON n.id = d.notice_id
WHERE k.message_id = :message_id
"""

# For member `m`: why the first key date that message :message_id reminds its audience of is for them, or null.
WHY_SOME_REMINDED = f"(SELECT {WHY_REMINDED} AS why {_ITEMS} AND k.member_id = 0 AND why IS NOT NULL LIMIT 1)"

# For member `m`: when the first of the key dates that message :message_id reminds them of is over.
OVER_AT = f"(SELECT min(d.over_at) {_ITEMS} AND k.member_id IN (0, m.id) AND {WHY_REMINDED} IS NOT NULL)"


def args(audience: Audience) -> dict[str, str]:
    """The rule, without its further ones, as the parameters of WHY."""
    return {"roles": json.dumps(sorted(audience.roles)), "topics": json.dumps(sorted(audience.topics))}
