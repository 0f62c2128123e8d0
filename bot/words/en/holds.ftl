# Holds: what is in doubt, which organisers decide
holds-heading = Waiting for a decision ({ $count })
holds-none = Nothing is waiting for a decision.
holds-first = first date: { $day }
holds-more = … and { $count } more
holds-hint = Something in these notices is in doubt, and they are not sent until it is decided. Tap a button, or send “holds” and reply with a number.
hold-heading = A date is in doubt; nothing is sent until it is decided
hold-heading-which = Which earlier notice does this one change? Nothing is sent until that is decided
hold-heading-deleted = An event is missing from its calendar
hold-deleted = Since { $since } the calendar has not listed this event, and nothing says that it is cancelled.
hold-asks-deleted = Does “{ $name }” ({ $when }) still take place?
hold-stands = “{ $title }” takes place as planned. Nobody is told anything; reminders go on.
hold-called-off = “{ $title }” does not take place. People are being told, and there are no more reminders.
hold-decided-by = { "" } (decided by { $who })
hold-deleted-over = Nothing to choose here any more for “{ $title }”: it is back in the calendar, or its time has passed.
hold-asks-which = Which of these does it change? The dates and reminders of the one you choose will move, and people will be told.
hold-which = { $place }. “{ $title }” (published { $on })
hold-amends = ✓ It changes “{ $title }” (decided by { $who })
hold-amends-before = ✓ It changes “{ $title }” (decided before)
hold-alone = ✓ It changes none of them and is a notice of its own (decided by { $who })
hold-alone-before = ✓ It changes none of them and is a notice of its own (decided before)
hold-moved = Done: the dates and reminders have moved, and { $count ->
    [one] 1 person is
   *[other] { $count } people are
} being told.
hold-place = { $place } of { $count }
hold-quote = It says: “{ $quote }”
hold-quote-attached = In the attachment “{ $name }”: “{ $quote }”
hold-asks-deadline = When is “{ $name }” due?
hold-asks-event = When is “{ $name }”?
doubt-weekday = { $day } is not a { $said }: date and weekday contradict each other.
doubt-lunar = In “{ $phrase }” the date and the lunar day contradict each other.
doubt-past = This deadline is before the day the notice was published; it may be a slip.
doubt-year = “{ $phrase }” does not say its year, and nothing else tells it.
doubt-no-such-day = There is no such day as “{ $phrase }”.
doubt-unsure = I am not sure enough of “{ $phrase }”.
hold-urgent = ⚠️ The first date is { $days ->
    [0] today
    [1] tomorrow
   *[other] { $day }
}. Please decide soon.
hold-passed = ⚠️ One of its dates ({ $day }) may have passed already. Please decide soon.
hold-decided = ✓ { $name }: { $when } (decided by { $who })
hold-decided-before = ✓ { $name }: { $when } (decided before)
hold-no-date = no date
hold-told = Decided and sent: “{ $title }”
hold-told-quiet = Decided: “{ $title }”. It was there at the first look, so it is not sent again; reminders will come in time.
hold-left-out = “{ $title }” is not sent (decided by { $who }).
hold-superseded = “{ $title }” says something else by now; there is nothing to choose here any more.
hold-on-its-way = All right, it is on its way to { $count ->
    [one] 1 person
   *[other] { $count } people
}.
hold-late = This was decided already; the first decision counts.
hold-unknown = I cannot find this notice among those that wait.
hold-write = When is “{ $name }”? Please send the date, for example: 27 September 2026, or 2026-09-27 17:00.
hold-not-a-date = I could not read that date. Please send just the date, for example: 27 September 2026, or 2026-09-27 17:00.
hold-confirm = “{ $name }” is on { $when }, right?
hold-out-sure = Leave “{ $title }” out altogether? Nobody will receive it or be reminded of it.
button-holds = Holds
button-hold-write = Another date
button-hold-none = No date, just send it
button-hold-alone = None of these, send it by itself
button-hold-stands = It takes place
button-hold-called-off = Cancelled: tell people
button-hold-out = Leave it out
button-hold-out-sure = Yes, leave it out
button-hold-confirm = Yes, that day
help-holds = doubtful notices that wait for your decision
health-holds = Waiting for a decision: { $count }, the oldest for { $hours } h
