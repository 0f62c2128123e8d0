# Admins: members, invitations, feeds, health
admin-heading = Administration
admin-people = { $count ->
    [one] 1 member
   *[other] { $count } members
} so far.
members-heading = Members
members-hint = Reply with a number to see someone; send a name to find them.
members-line = { $place }. { $name } (no. { $number })
members-none = Nobody found for “{ $said }”. Try another name or number.
member-unknown = I cannot find this member.
member-stopped = unsubscribed
member-lines =
    Number: { $number }
    Roles: { $roles }
    Subscribed to: { $topics }
    Channels: { $channels }
member-topics = What { $name } subscribes to; tap to change:
member-role-added = Added the role “{ $role }”; they are being told.
member-role-dropped = Removed the role “{ $role }”; they are being told.
member-subscribed = Subscribed them to “{ $topic }”; they are being told.
member-unsubscribed = Unsubscribed them from “{ $topic }”; they are being told.
nothing-to-change = That is how it was already; nothing changed.
last-admin = This is the last “{ $role }” and must stay. Please appoint another first.
told-role-added = An admin has given you the role “{ $role }”.
told-role-dropped = An admin has removed your role “{ $role }”.
told-subscribed = An admin has subscribed you to “{ $topic }”.
told-unsubscribed = An admin has unsubscribed you from “{ $topic }”.
invite-role = Invite to which role?
invite-uses = How many people may use the code for “{ $role }”? You can also send: invite teacher 30
invite-made = An invitation code for “{ $role }”
invite-terms = Good for { $count ->
    [one] 1 person
   *[other] { $count } people
}, until { $day }.
invitation-web = Web link
invitation-telegram = Telegram link
invite-typed = Or send in the chat: /start { $code }
feeds-heading = Feeds ({ $count })
sources-none = No feeds yet. Tap “Add”, or put one into config.yaml.
feed-unknown = I cannot find this feed.
feed-paused = “{ $name }” is paused.
feed-looked = “{ $name }” is fetched now; open it again in a moment to see how it went.
feed-resumed = “{ $name }” goes on and is fetched now.
feeds-hint = Tap one to see more.
feed-configured = It stands in config.yaml, where it is changed and removed; it can be paused here.
feed-add-ask = Send the address of the feed (RSS, Atom, JSON Feed, a calendar or a list page), and after a blank a name if you like. It must be on the public internet.
feed-add-address = “{ $said }” is no web address. Please send one that begins with http:// or https://.
feed-add-had = This address is there already.
feed-add-named = There is a feed named “{ $name }” already; please write another name after the address.
feed-added = Added “{ $name }”. It is looked at now, and you are told how that went.
feed-removed = Removed “{ $name }”; what it brought stays.
feed-remove-sure = Remove “{ $name }”? What it brought stays, and it can be added again.
feed-topics = Which topics do all its notices have? Without any, keywords decide.
feed-filter = Only what fits is sent: { $filter }
feed-filter-ask = Which notices of “{ $name }” should be sent?
feed-filter-how =
    Just send the words to look for, for example:
    astronomy, space, not primary
    (astronomy OR space) AND NOT primary
    /session \d+/ (a regular expression)
feed-filter-chosen = All right, of its new notices only those that fit are sent; nobody is told or reminded of the others. Changes of what was told still come.
feed-filter-lets = { $count } of its last { $of } notices fit.
feed-filter-dropped = Its filter is gone; all of its new notices are sent.
feed-state-new = ▫️ not looked at yet, next { $next }
feed-news = last change { $changed }; about { $weekly } entries a week
button-feed-add = Add
button-feed-remove = 🗑 Remove
button-feed-remove-yes = Remove it
button-feed-page = Read as a list page
feed-never = never
feed-now = now
feed-state = ✅ last success { $succeeded }, next { $next }
feed-state-failing = ⚠️ failed { $count ->
    [one] once
   *[other] { $count } times in a row
}; last success { $succeeded }, next { $next }. { $why }
feed-state-paused = ⏸ paused; last success { $succeeded }
health-heading = Health
health-people = Members: { $count }
health-sent = Messages: { $sent } delivered, { $failed } failed
health-queue = Waiting to be sent: { $queued }, the oldest for { $minutes } min
health-doubt = Not known whether delivered: { $unknown } (ever in doubt: { $doubted })
health-feeds = Feeds: { $feeds }, of which failing: { $failing }
health-inbox = Incoming: { $unanswered } unanswered, { $quarantined } set aside
health-late = ⚠️ reminders are { $minutes } min late
button-admin = Administration
button-invite = Invite
button-invite-again = Another one
button-uses = { $count ->
    [one] 1 person
   *[other] { $count } people
}
button-feeds = Feeds
button-health = Health
button-their-topics = Subscriptions
button-feed-pause = ⏸ Pause
button-feed-look = 🔄 Look now
button-feed-resume = ▶️ Resume
help-members = see and find members, set their roles
help-invite = make an invitation code and links
help-feeds = whether feeds work; add, pause and remove
help-health = how the service is doing
button-qr = QR code
qr-invites = Scan to join: { $role }
qr-topic = Scan to subscribe: { $topic }
qr-notice = Scan to read: { $title }
qr-which = A QR code for which topic? Whoever scans it is subscribed.
button-qr-topic = Topic QR code
qr-no-link = There is no address to scan yet: set web.public_url in the configuration, or turn Telegram on.
