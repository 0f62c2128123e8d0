# Notices, reminders, changes
notice-tag = Notice
notice-more-dates = … and { $count } more dates
notice-unsure = We could not be sure of the date in { $phrases }. Please check the original.
button-full = Read in full
button-source = Original
button-ack = Got it
button-calendar = Add to calendar
button-remind = Remind me
button-share = Share
button-done = Done
button-snooze = Remind me later
full-issuer = Issued by: { $value }
full-number = Document no.: { $value }
full-published = Published: { $value }
full-dates = Key dates
full-requirements = What is asked
requirement-naming = File or mail named: { $text }
requirement-quota = { $text }
requirement-lateness = { $text }
requirement-of = { $what } – { $line }
full-contacts = Contacts
full-link = Open the original
button-files = Files ({ $count })
files-none = “{ $title }” has no files with it.
full-attachments = Attachments
full-attachment-unread = {" "}(could not be read here; please open it)
full-sources = Found at:{" "}
line-event = 📅 { $when }
line-deadline = ⏰ by { $when }
line-mail-to = to { $where }{ $more ->
    [0] {""}
   *[other] {" "}and others
}
line-web = at { $where }{ $more ->
    [0] {""}
   *[other] {" "}and others
}
line-hand-to = to { $where }{ $more ->
    [0] {""}
   *[other] {" "}and others
}
line-owed-by = for { $who }
line-owed-by-units = { $who } and others ({ $count } kinds of unit)
line-owed-by-many = { $who } and others ({ $count } groups)
line-place = at { $place }
left-over = over
left-running = under way
left-days = { $days ->
    [0] today
    [1] tomorrow
   *[other] in { $days } days
}
left-hours = { $hours ->
    [one] in 1 hour
   *[other] in { $hours } hours
}
left-minutes = { $minutes ->
    [one] in 1 minute
   *[other] in { $minutes } minutes
}
reminder-heading = Reminder
reminders-heading = Reminder: { $count } things coming up
reminder-from = {"    "}from “{ $title }”
change-heading = Correction: this notice has changed
change-moved = { $name }: moved from { $old } to { $new }
change-moved-place = { $name }: moved from { $old } to { $new }, place: { $place }
change-place = { $name }: the place or what to send has changed, please read it in full
change-place-to = { $name }: the place is now { $new } (was { $old })
change-place-known = { $name }: the place is { $new }
change-times = {" "}({ $count } times)
change-added = New: { $name }, { $new }
change-withdrawn = Cancelled: { $name } (was { $old })
change-deleted = { $name } (planned for { $old }) was deleted from the calendar, so it seems to be cancelled; please check with the organiser
change-open = { $name }: was { $old }, the new date is not known yet
change-reminders-moved = Reminders have moved to the new date.
change-reminders-gone = Its reminders have been cancelled.
change-more = … { $count } changes in all
change-reason = It says: “{ $reason }”
changes-moved = Moved: { $old } → { $new }
changes-open = Put off: it was { $old }, the new time will be announced
changes-cancelled = Cancelled: it was { $old }
roundup-heading = { $count } new notices at once from { $feed }
roundup-more = … and { $count } more
roundup-dated = { $count ->
    [one] One of them has a date to keep; the reminders come as usual.
   *[other] { $count } of them have dates to keep; the reminders come as usual.
}
button-roundup = See all { $count }
withdrawn-heading = Withdrawn
withdrawn-body = “{ $title }” has been withdrawn by its author. Please rely on the latest notices.
