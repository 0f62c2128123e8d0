"""Whom a message goes to and when each may be reached, as SQL that queues its deliveries."""

from __future__ import annotations

from notices.plan import TOO_LATE
from store.audience import OVER_AT, WHY, WHY_OF_NOTICE, WHY_SOME_REMINDED, WHY_WHEN_GATHERED

# When member `m` may be reached: after their quiet hours, unless that would be after {not_after}.
DUE_AT = """
CASE WHEN {due_at} > :now AND {due_at} > {not_after} THEN :now ELSE {due_at} END
"""
AFTER_QUIET_HOURS = """
CASE WHEN m.quiet_mode = 'silent' THEN :now
     WHEN m.quiet_hours IS NULL THEN :due_at
     ELSE (SELECT value FROM json_each(:due_by_quiet) WHERE key = m.quiet_hours) END
"""
WHENEVER = DUE_AT.format(due_at=AFTER_QUIET_HOURS, not_after="1e12")
IN_TIME = DUE_AT.format(due_at=AFTER_QUIET_HOURS, not_after=f"{OVER_AT} - {TOO_LATE.total_seconds():.0f}")

# Materialised, so that the reason is found once for each member, and not once more for the condition.
FAN_OUT = """
    INSERT INTO deliveries (message_id, account_id, channel, lane, state, due_at, why)
    WITH w AS MATERIALIZED (
        SELECT m.id, {why} AS why, {due_at} AS due_at FROM members m WHERE {who} AND m.stopped_at IS NULL)
    SELECT :message_id, a.id, a.channel, :lane, 'queued', w.due_at, w.why
      FROM w JOIN accounts a ON a.member_id = w.id AND a.closed_at IS NULL
     WHERE w.why IS NOT NULL
    ON CONFLICT (message_id, account_id) DO NOTHING
"""
CHUNK = "m.id > :after AND m.id <= :upto"
_KEPT_BACK = """
EXISTS (SELECT 1 FROM kept_back f
         WHERE f.notice_id = (SELECT notice_id FROM messages WHERE id = :message_id) AND f.member_id = m.id)
"""
FAN_OUT_MESSAGE = FAN_OUT.format(why=WHY, due_at=WHENEVER, who=f"{CHUNK} AND NOT {_KEPT_BACK}")
NOT_YET_TOLD = """
EXISTS (SELECT 1 FROM messages g JOIN messages n ON n.notice_id = g.notice_id AND n.kind = 'notice'
          JOIN deliveries d ON d.message_id = n.id AND d.account_id = a.id
         WHERE g.id = :message_id AND d.state = 'queued' AND d.doubts = 0)
"""
FAN_OUT_CHANGE = FAN_OUT_MESSAGE.replace("WHERE w.why", f"WHERE NOT {NOT_YET_TOLD} AND w.why")
_TOLD_BEFORE = """
EXISTS (SELECT 1 FROM messages g JOIN messages n ON n.notice_id = g.notice_id AND n.kind = 'notice' AND n.id < g.id
          JOIN deliveries d ON d.message_id = n.id AND d.account_id = a.id
         WHERE g.id = :message_id)
"""
# Whether a roundup told a member of a notice before a message: it had it for them, or will when it is sent.
_IN_A_ROUNDUP = """
EXISTS (SELECT 1 FROM roundup_notices r JOIN messages e ON e.roundup_id = r.roundup_id
          JOIN deliveries x ON x.message_id = e.id JOIN accounts b ON b.id = x.account_id
          JOIN members m ON m.id = b.member_id
         WHERE r.notice_id = {notice} AND e.id < {message} AND {whose}
           AND (x.state = 'queued' OR {why} IS NOT NULL))
"""
_GATHERED_BEFORE = _IN_A_ROUNDUP.format(
    notice="(SELECT notice_id FROM messages WHERE id = :message_id)", message=":message_id", whose="b.id = a.id",
    why=WHY_WHEN_GATHERED,
)
FAN_OUT_AGAIN = FAN_OUT_MESSAGE.replace(
    "WHERE w.why", f"WHERE NOT {_TOLD_BEFORE} AND NOT {_GATHERED_BEFORE} AND w.why"
)
# Of a roundup `u`, for the member named in `p`: whether they were told of notice `n` before it.
_THE_ROUNDUP = "(SELECT min(g.id) FROM messages g WHERE g.roundup_id = u.id)"
HEARD_BEFORE_ROUNDUP = f"""
(EXISTS (SELECT 1 FROM messages e JOIN deliveries x ON x.message_id = e.id JOIN accounts b ON b.id = x.account_id
          WHERE e.notice_id = n.id AND e.kind = 'notice' AND e.id < {_THE_ROUNDUP}
            AND b.member_id = json_extract(p.value, '$[1]'))
 OR {_IN_A_ROUNDUP.format(
    notice="n.id", message=_THE_ROUNDUP, whose="m.id = json_extract(p.value, '$[1]')", why=WHY_WHEN_GATHERED)})
"""
FAN_OUT_REMINDER = FAN_OUT.format(why=WHY_SOME_REMINDED, due_at=IN_TIME, who=CHUNK)
TO_ASKERS = FAN_OUT.format(
    why="'asked'", due_at=":now",  # they chose the moment, or have just joined
    who="m.id IN (SELECT k.member_id FROM message_key_dates k WHERE k.message_id = :message_id AND k.member_id > 0)",
)
TO_MEMBERS = FAN_OUT.format(
    why="'asked'", due_at=WHENEVER, who="m.id IN (SELECT value FROM json_each(:member_ids))"
).replace("WHERE w.why", f"WHERE NOT {NOT_YET_TOLD} AND w.why")
_WERE_SENT = """
m.id IN (SELECT a.member_id FROM {messages} JOIN deliveries x ON x.message_id = {message_id}
           JOIN accounts a ON a.id = x.account_id
          WHERE {which} AND (x.state IN ('sent', 'sending', 'unknown') OR x.doubts > 0))
"""
_WERE_TOLD = _WERE_SENT.format(
    messages="messages g", message_id="g.id", which="g.notice_id = :notice_id AND g.kind IN ('notice', 'change')"
)
_WERE_GATHERED = _WERE_SENT.format(
    messages="roundup_notices r JOIN messages g ON g.roundup_id = r.roundup_id", message_id="g.id",
    which="r.notice_id = :notice_id",
)
_REMINDED = "key_dates d JOIN message_key_dates k ON k.key_date_id = d.id"
_WERE_REMINDED = _WERE_SENT.format(
    messages=_REMINDED, message_id="k.message_id", which="d.notice_id = :notice_id AND k.member_id = 0"
)
_IN_AUDIENCE = f"(SELECT {WHY_OF_NOTICE} FROM notices n WHERE n.id = :notice_id) IS NOT NULL"
_HAD_ASKED = _WERE_SENT.format(
    messages=_REMINDED, message_id="k.message_id", which="d.notice_id = :notice_id AND k.member_id = a.member_id"
)
TO_RECIPIENTS = FAN_OUT.format(
    why="'recipient'", due_at=WHENEVER,
    who=f"({_WERE_TOLD} OR {_HAD_ASKED} OR (({_WERE_REMINDED} OR {_WERE_GATHERED}) AND {_IN_AUDIENCE}))",
)
