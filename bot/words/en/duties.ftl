# What can be done about a notice or a date
notice-unknown = I cannot find this notice. You can open one from the latest notices.
notice-withdrawn = “{ $title }” has been withdrawn by its author.
date-unknown = I cannot find this date; it may have been cancelled.
button-why = Why did I get this?
button-done-one = ✓ Done: { $name }
button-snooze-one = Remind me: { $name }
button-deadlines = Deadlines
button-undo = Undo
button-snooze-later = In 3 hours
button-snooze-morning = Tomorrow 8:30
button-snooze-before = 1 hour before
why-topic = You subscribed to “{ $topic }”, so “{ $title }” was sent to you.
why-role-topic = You are “{ $role }”, which subscribes to “{ $topic }”, so “{ $title }” was sent to you.
why-role = “{ $title }” is for “{ $role }”, which is a role of yours.
why-everyone = “{ $title }” is for everyone.
why-asked = You asked to be reminded of “{ $title }”, so you are told when it changes.
why-source = It came from the feed “{ $name }”.
why-not-sent = “{ $title }” was not sent to you; you opened it yourself.
acked = Noted, thank you! “{ $title }”
acked-before = You have said so already. “{ $title }”
ack-not-asked = This notice does not ask for a reply.
ack-none = No notice is waiting for your “got it”.
ack-which = Which one have you read?
done = Done: { $name }. I won’t remind you of it again.
done-before = “{ $name }” was marked as done before.
done-which = Which one is done?
undone = Undone: I’ll go on reminding you of “{ $name }”.
undone-before = “{ $name }” was not marked as done; reminders go on.
snooze-what = Which one shall I put off? Please tap “Remind me later” under that reminder.
snooze-when = When shall I remind you of “{ $name }” again?
snooze-too-late = “{ $name }” is due or over; there is nothing left to remind you of.
snoozed = All right, I’ll remind you at { $at }: { $name }
calendar-ready = Open this file to add { $count ->
    [one] the date
   *[other] the { $count } dates
} of “{ $title }” to your calendar.
calendar-none = “{ $title }” has no dates ahead to add to a calendar.
calendar-deadline = Due:{" "}
remind-none = “{ $title }” has no dates ahead to be reminded of.
remind-which = Which date shall I remind you of?
