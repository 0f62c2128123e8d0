# Organisers: announce, look, withdraw
announce-text = Please send me the notice; its first line is the title. I will find the dates in it.
announce-text-again = Please send the new text; its first line is the title. It replaces the old one.
announce-choose = Please tap a button or reply with its number; “cancel” drops the draft.
announce-open = You have a draft that is not sent yet. To start afresh, cancel it first.
announce-read = “{ $title }”, with { $count ->
    [one] 1 date
   *[other] { $count } dates
} found in it.
announce-roles = Who is it for? You may choose several.
announce-topics = Only for those who follow certain topics? You may choose several.
announce-ack = Shall everyone reply “got it”?
announce-preview =
    👆 This is what members will see.
    For: { $roles }
    Topics: { $topics }
    { $count ->
        [one] 1 person
       *[other] { $count } people
    } will receive it.
announce-doubt = One of its dates is in doubt. First of all:
announce-sure = Send it?
announce-asks-ack = Everyone will be asked to reply “got it”.
announce-no-dates = I found no dates in it, so there will be no reminders.
announce-stars = { $count ->
    [one] 1 message
   *[other] { $count } messages
} on Telegram, sent as a paid broadcast: at most { $stars ->
    [one] 1 Star
   *[other] { $stars } Stars
}.
announce-rooms = It is also posted in { $count ->
    [one] 1 group or channel
   *[other] { $count } groups and channels
}.
announce-nobody = ⚠️ Nobody fits this audience at the moment.
announce-quiet = These are quiet hours; most people will receive it at { $at }.
announce-gone = This draft was sent, cancelled or has expired.
announced = “{ $title }” is on its way to { $count ->
    [one] 1 person
   *[other] { $count } people
}{ $rooms ->
    [0] {""}
    [one] {" "}and 1 group or channel
   *[other] {" "}and { $rooms } groups and channels
}.
announcements-heading = My announcements
announcements-hint = Reply with a number to see who has it.
announcements-none = You have not announced anything yet.
announcement-unknown = I cannot find this notice, or it is not yours.
progress-sent = Delivered to { $sent }, waiting for { $waiting }.
progress-failed = Failed for { $failed }.
progress-acked = Got it: { $said } of { $all }
progress-silent = No reply yet: { $names }
withdraw-sure = Withdraw “{ $title }”? Those who have it will be told, and its reminders are dropped.
withdrawn-before = “{ $title }” was withdrawn before.
withdrew = “{ $title }” is withdrawn; { $count ->
    [one] 1 account that had it is
   *[other] { $count } accounts that had it are
} being told.
everyone = everyone
every-topic = any topic
button-announce-new = Announce
button-announcements = My announcements
button-keep-text = Keep the text
button-ack-yes = Yes
button-ack-no = No
button-next = Next
button-send = Send it
button-date-none = No such date
button-text = Change text
button-audience = Change audience
button-progress = Who has it
button-refresh = Refresh
button-withdraw = Withdraw
button-withdraw-sure = Yes, withdraw
button-keep = Keep it
taken-back = Of what was sent, { $gone } messages were deleted; { $marked } now say that it is withdrawn (in the web chat, or too old to be deleted on Telegram).
taken-back-left = { $left } could not be changed (not to be found, or the bot is blocked).
taken-back-waiting = { $waiting } are still to be done.
