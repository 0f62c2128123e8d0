"""The audience rule as SQL: the same decision as notices/audience.py, for many members at once."""

from __future__ import annotations

import json

from notices.model import Audience

# For member `m`: why they are in the audience given by :roles and :topics (JSON arrays), or null.
WHY = """
CASE
    WHEN json_array_length(:roles) AND NOT EXISTS (
        SELECT 1 FROM member_roles r WHERE r.member_id = m.id AND r.role IN (SELECT value FROM json_each(:roles)))
    THEN NULL
    WHEN NOT json_array_length(:topics)
    THEN coalesce((SELECT 'role ' || min(r.role) FROM member_roles r
                    WHERE r.member_id = m.id AND r.role IN (SELECT value FROM json_each(:roles))), 'everyone')
    ELSE coalesce(
        (SELECT 'topic ' || min(s.topic) FROM subscriptions s
          WHERE s.member_id = m.id AND s.muted_at IS NULL AND s.topic IN (SELECT value FROM json_each(:topics))),
        (SELECT min('role ' || r.role || ' ' || t.topic)
           FROM member_roles r JOIN role_topics t ON t.role = r.role
          WHERE r.member_id = m.id AND t.topic IN (SELECT value FROM json_each(:topics))
            AND NOT EXISTS (SELECT 1 FROM subscriptions s
                             WHERE s.member_id = m.id AND s.topic = t.topic AND s.muted_at IS NOT NULL)))
END
"""


def args(audience: Audience) -> dict[str, str]:
    """The rule as the parameters of WHY."""
    return {"roles": json.dumps(sorted(audience.roles)), "topics": json.dumps(sorted(audience.topics))}
