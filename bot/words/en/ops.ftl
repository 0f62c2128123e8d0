# The configuration file
config-at-key = { $file }, line { $line }, { $key }: { $what }
config-at-line = { $file }, line { $line }: { $what }
config-no-file = There is no configuration file { $file }: name it with --config, or run this where config.yaml is.
config-unreadable = The configuration file { $file } cannot be read ({ $why }).
config-too-large = The configuration file { $file } is too large to be one.
config-no-utf8 = The configuration file { $file } is not in UTF-8; please save it as UTF-8.
config-yaml-tab = there is a tab here; YAML is indented with spaces only.
config-yaml-colon = this colon makes no sense here: put a value that holds a colon in quotes, and see whether the line before is complete.
config-yaml-no-colon = the colon after the key is missing.
config-yaml-quote = a quotation mark that begins here is never closed.
config-yaml-bracket = a bracket or brace is never closed, or a comma is missing between.
config-yaml-indent = the indentation does not fit the lines around it.
config-yaml-special = a value that begins with * & ! % @ ` must be in quotes.
config-yaml-character = there is a character here that YAML does not allow ({ $code }).
config-yaml-deep = it is nested too deeply to be a configuration file.
config-yaml-key = a key must be a single word.
config-yaml-other = this is not YAML ({ $why }).
config-duplicate-key = this key is there twice, first in line { $first }.
config-unknown-key = there is no key “{ $value }”; here you may use: { $known }.
config-unknown-key-near = there is no key “{ $value }”; did you mean { $near }?
config-unknown-topic = there is no topic “{ $value }”; under topics there are: { $known }.
config-unknown-topic-near = there is no topic “{ $value }”; did you mean { $near }?
config-unknown-role = there is no role “{ $value }”; under roles there are: { $known }.
config-unknown-role-near = there is no role “{ $value }”; did you mean { $near }?
config-unknown-sample = there are no samples “{ $value }”, only: { $known }.
config-unknown-sample-near = there are no samples “{ $value }”; did you mean { $near }?
config-missing = this key is missing.
config-text = this must be text on one line, not “{ $value }”.
config-bool = this must be true or false, not “{ $value }”.
config-int = this must be a whole number, not “{ $value }”.
config-block = this must be “key: value”, not “{ $value }”.
config-list = this must be a list such as [a, b], not “{ $value }”.
config-date = this must be a date such as 2025-09-01, not “{ $value }”.
config-bad-value = “{ $value }” is no good here.
config-choice = “{ $value }” is not possible; it may be: { $known }.
config-choice-near = “{ $value }” is not possible; did you mean { $near }? It may be: { $known }.
config-port = a port is a number from 0 to 65535, not { $value }.
config-duration = “{ $value }” is no length of time; write it like 90s, 15m, 2h or 3d.
config-duration-long = “{ $value }” is too long; the longest is { $days } days.
config-rate = “{ $value }” is no rate; write it like 25/s or 20/m.
config-quiet-hours = “{ $value }” are no hours of the day; write them like "22:00-07:30", or null for none.
config-timezone = there is no time zone “{ $value }”; did you mean { $near }?
config-title = a title is a word, or {"{"}zh: 中文, en: English{"}"}, of at most { $max } characters, not “{ $value }”.
config-id = “{ $value }” cannot be an identifier: use letters, digits, - and _, at most { $max } bytes.
config-line = “{ $value }” is not possible: this must be text on one line, not empty, of at most { $max } characters.
config-url = “{ $value }” is no web address; it must begin with http:// or https://.
config-token = a token holds neither spaces nor slashes; please copy it again.
config-webhook-no-url = a webhook needs an address that Telegram can reach: set web.public_url, or mode: polling.
config-webhook-url = Telegram can only call an https address on one of the ports { $ports }, not “{ $value }”: change web.public_url, or set mode: polling.
config-every = the interval must be at least { $min }.
config-leads = there can be at most { $max } reminders, each at least { $min } ahead.
config-postgresql = this version keeps its data in SQLite only; write sqlite:///kexun.db.
config-database = a database is written sqlite:///kexun.db (relative to this file) or sqlite:////var/lib/kexun/kexun.db.
config-admin = “{ $value }” is no account; write channel:address with one of the channels { $known }.
config-admin-telegram = “{ $value }” is not possible: a Telegram account is a number here, not a user name.
config-open-trust = the role { $role } may speak for and manage others and cannot be open to join; write invite.
config-feed-twice = there are two feeds named “{ $value }”; number { $first } has the name already.
config-feed-address = “{ $value }” is no address of a feed: it must be a web address, a path to a file or folder, or sample:.
config-feed-page = a feed of the kind page is a web page: its address begins with http:// or https://.
config-page-kind = page says where things stand on a list page, and goes with kind: page; this feed's kind is { $value }.
config-page-item = the rule “{ $value }” starts from each item of the list: say with item which elements these are, such as ul.news > li.
config-mail-address = “{ $value }” is no address of a mail server: write it like imaps://imap.example.edu.cn.
config-mail-kind = mail says how to read a mailbox, and goes with kind: mail; this feed's kind is { $value }.
config-mail-missing = a mailbox needs mail: with user, password and senders, whose letters are notices.
config-mail-senders = say with senders whose letters are notices, such as [office@example.edu.cn] or ["@example.edu.cn"]: anybody can write to a mailbox.
config-sender = “{ $value }” is no address of mail: write office@example.edu.cn, or @example.edu.cn for a whole domain.
config-selector = “{ $value }” is no CSS selector ({ $why }); write it like ul.news > li, and a@title for an attribute.
config-feed-folder = a feed of the kind folder is a path to a folder on this machine, not a web address.
config-bad-reference = “{ $value }” makes no sense: a variable is {"${"}NAME{"}"}, a file is {"${"}file:PATH{"}"}, and a plain {"${"} is written {"$${"}.
config-secret-file-missing = there is no file { $path } with the secret.
config-secret-file-unreadable = the file { $path } with the secret cannot be read ({ $why }).
config-unset = missing secret: the environment variable { $value } is not set.
config-telegram-off = the environment variable { $value } is not set, so Telegram stays off.
config-telegram-empty = the token is empty, so Telegram stays off.
config-telegram-rate = Telegram takes about { $most }; { $value } gets refused and ends up slower. Set it to 25/s, or set paid_broadcast: true in channels.telegram, which costs Stars.
config-telegram-rate-paid = paid broadcasts take at most { $most }; { $value } gets refused. Set a lower rate.
config-no-channel = no channel is on, so notices reach nobody.
config-impolite = asking { $host } more often than every 5 minutes is impolite and may get you blocked; 15m is usually enough.

# The command line
cli-kexun = Kexun: notices, in time, to the people they concern.
cli-serve = Run the service until it is told to stop.
cli-read = Read a notice and show the dates, deadlines and duties found in it.
cli-check = Check the configuration and the database without changing anything.
cli-backup = Copy the database, even while the service is running.
cli-invite = Make an invite code that brings a role.
cli-feeds = Feeds.
cli-feeds-check = Look at feeds now; show what is read in them, for whom it is and why. Nothing is stored or sent.
cli-feeds-list = List the feeds and how they are.
cli-feeds-add = Add a feed; a running service looks at it within half a minute.
cli-feeds-filter = Set the filter of a feed that was added: only what fits is sent. “off” drops it; without one it is shown.
cli-feeds-remove = Remove a feed that was added; what it brought stays.
cli-feeds-pause = Pause a feed.
cli-feeds-resume = Resume a feed; it is looked at at once.
cli-feeds-import = Add the feeds of an OPML file; its folders are topics.
cli-feeds-export = Write the feeds as OPML, for other readers.
cli-option-list-json = Print JSON, for programs.
cli-option-name = Its name; its own title, if left out.
cli-option-topic = A topic of all its notices; may be given several times.
cli-option-for = Only for this role; may be given several times.
cli-option-every = How often to look, such as 15m.
cli-option-kind = Its kind: auto rss json ical page.
cli-argument-filter = What must fit, such as "lecture AND NOT primary"; off drops it.
cli-option-filter = Only notices that fit, such as "lecture AND NOT primary".
cli-option-catch-up = Publish what stands there already, too.
cli-option-unseen = Add it without looking at it first.
cli-argument-which-feed = A feed's name or address.
cli-argument-url = Its web address.
cli-argument-opml = The OPML file.
cli-argument-export = The file to write; the screen, if left out.
cli-db = The database.
cli-db-upgrade = Bring the database to this version; make it if there is none.
cli-option-version = Show the version.
cli-option-config = The configuration file.
cli-option-json = Print JSON (one notice).
cli-option-jsonl = Print one line of JSON for each notice.
cli-option-published = The day the notice was published, such as 2024-08-21; it tells the year of dates without one.
cli-option-role = The role it brings.
cli-option-uses = How often it can be used.
cli-option-days = For how many days it is valid.
cli-option-qr = Show QR codes as well, to be scanned by phones.
cli-argument-read = The notice (PDF, .docx, web page, plain text), or several; - is the standard input.
cli-argument-backup = The file to write; an existing one is never replaced.
cli-argument-feed = A feed's name or address; all, if left out.
cli-no-option = There is no option { $option }; see { $where } --help.
cli-no-option-near = There is no option { $option }; did you mean { $near }?
cli-no-command = There is no command { $command }; see { $where } --help.
cli-no-command-near = There is no command { $command }; did you mean { $near }?
cli-extra = { $what } is too much; see { $where } --help.
cli-bad-value = The value of { $what } will not do; see { $where } --help.
cli-missing = { $what } is missing; see { $where } --help.
cli-usage = That is not how it is written ({ $why }); see { $where } --help.
cli-bug = The program failed ({ $kind }), which is a bug: please run it again with KEXUN_DEBUG=1 and report what it prints.
why-missing = there is no such file or folder
why-denied = no permission
why-folder = it is a folder
why-no-folder = part of its path is no folder
why-full = the disk is full
why-read-only = the disk is read-only
cli-no-folder = The database's folder { $path } does not exist: make it, or choose another database in config.yaml.
cli-no-date = “{ $value }” is no date; write it like 2024-08-21.
cli-step-failed = The database { $path } could not be upgraded and is as it was ({ $why }).
check-config = The configuration is right: { $path }, { $roles } roles, { $topics } topics.
check-channels = Channels: { $names }; feeds: { $feeds }.
check-warning = Note: { $what }
check-database = The database is sound: { $path }
check-database-running = The database is sound, and a service is using it: { $path }
check-database-new = There is no database yet; the first start makes it: { $path }
check-database-old = The database is of an older version; the next start or kexun db upgrade upgrades it ({ $steps }): { $path }
check-damaged = The database { $path } is damaged ({ $why }): stop the service and restore a backup.
upgrade-nothing = The database is of this version already: { $path }
upgrade-done = The database is now of this version: { $path }
backup-nothing = There is no database { $path } yet, so there is nothing to copy.
backup-exists = There is a file { $path } already and it will not be replaced; choose another name.
backup-failed = The copy could not be made: { $path } cannot be written ({ $why }).
backup-done = Copied to { $path } ({ $size } MB).
invite-no-role = There is no role “{ $role }”; there are: { $known }.
invite-done = An invite code for “{ $title }”, for { $uses ->
    [one] one use
   *[other] { $uses } uses
}, valid for { $days ->
    [one] one day
   *[other] { $days } days
}: { $code }
invite-webchat = In the web chat, open: { $url }
invite-qr-here = Only this machine can open that address; to have it scanned, set web.public_url first.
invite-telegram = On Telegram, send to the bot: /start { $code }
invite-telegram-link = Telegram link: { $url }
read-json-many = --json prints one notice; for several, please use --jsonl.
read-stdin = the standard input
read-articles-left = { $count ->
    [one] One more article
   *[other] { $count } more articles
} on the same page without dates, not shown.
read-cannot = { $file } cannot be read ({ $why }).
read-folder = { $file } is a folder; please name the files in it, for example { $file }/*.pdf.
read-too-large = { $file } is larger than { $max } MB, which no notice is.
read-empty = There is no text in { $file }.
read-binary = { $file } is neither a document nor a text file.
read-image = { $file } is a picture; please save its words as text or Word and try again.
read-archive = { $file } is an archive; please unpack it and read the files in it.
read-slides = { $file } is a PowerPoint file; please save it as PDF and try again.
read-sheet = { $file } is an Excel file; please save it as PDF and try again.
read-legacy = { $file } is an old Word (.doc) or RTF file; please save it as .docx, or install LibreOffice, and try again.
read-password = { $file } is protected by a password; please remove it and try again.
read-scanned = { $file } is a scan: pictures without text; please run text recognition on it, or ask the issuer for the original.
read-broken = { $file } is damaged and cannot be opened; please download it again, or save it anew.
read-unsafe = { $file } unfolds to an abnormal size and was not read; please check where it comes from, or save it anew.
read-too-slow = { $file } is too complex and was not read in the time allowed; please keep only the pages of the notice.
show-untitled = (no title)
show-published = published { $on }
show-topics = Topics: { $names }
show-audience = Addressed to: { $names }
show-no-dates = No dates of events or deadlines were found.
show-contact = Contact: { $what }
show-doubts = In doubt; please look at the original:
show-doubt = · “{ $text }” – { $why }
show-doubt-finding = · “{ $text }” – { $percent } sure
show-skipped = … ({ $count ->
    [one] one line
   *[other] { $count } lines
} left out)
show-weekly = every { $days }
show-monthly = on day { $day } of each month
show-daily = every day
show-why-open = not yet settled
show-why-vague = too vague
show-why-no-year = no year is given, and none can be told
show-why-no-month = no month is given, and none can be told
show-why-no-such-day = there is no such day
show-why-no-anchor = it is not known from which day to count
show-why-needs-calendar = this takes the term's first day (term_start in the configuration)
show-why-weekday = the date and the weekday disagree
show-why-lunar = the date and the lunar day disagree
show-why-workdays = counting working days takes a first day and the holidays of its year
show-why-conditional = it depends
show-why-late = it is due before the day of the notice
show-why-guessed = the year is a guess
show-why-ambiguous = day and month cannot be told apart
show-why-too-long = the text is too long; what follows was not read
show-unsure = { $what } ({ $percent } sure)
show-column-kind = Kind
show-column-name = Name
show-column-when = When
show-column-details = Place and duties
show-column-left = From now
show-kind-event = event
show-kind-window = period
show-kind-exhibition = exhibition
show-kind-lecture = lecture
show-kind-meeting = meeting
show-kind-contest = contest
show-kind-exam = exam
show-kind-training = training
show-kind-holiday = holiday
show-kind-deadline = deadline
show-send-to = Send to: { $where }
show-owed-by = Owed by: { $who }
show-change-postponed = Moved: from { $old } to { $new }
show-change-extended = Extended: from { $old } to { $new }
show-change-to = Moved: now { $new }
show-change-open = Moved: was { $old }, the new date is not known yet
show-change-cancelled = Cancelled: was { $old }
show-change-all-open = Moved: the new date is not known yet
show-change-all-cancelled = Cancelled
feeds-none = There are no feeds in { $path }.
feeds-unknown = There is no feed named “{ $name }”, and it is no address; there are: { $known }.
feeds-unknown-near = There is no feed named “{ $name }”; did you mean { $near }?
feeds-failed = { $count } of { $of } feeds cannot be looked at: { $names }.
feeds-error = failed: { $why } ({ $ms } ms)
feeds-unchanged = unchanged ({ $ms } ms)
feeds-ok = fine: “{ $title }”, { $count ->
    [one] one entry
   *[other] { $count } entries
}, { $size } KB, { $ms } ms
feeds-problem = Note: { $what }
feeds-more = … and { $count } more
feeds-unsure = in doubt “{ $text }”
feeds-deadline = { $name }, due { $when }
feeds-column-title = Title
feeds-column-published = Published
feeds-column-dates = Dates understood
feeds-column-every = Every
feeds-column-for = For
feeds-column-state = State
feeds-state-new = not looked at yet
feeds-state-paused = paused
feeds-state-error = failed { $count ->
    [one] once
   *[other] { $count } times in a row
}: { $why }
feeds-state-ok = fine
feeds-came = from { $url }, { $kind }; marks that save traffic: { $validators }
feeds-none-sent = none
feeds-moved = it says that it has moved to { $url } for good; that is used after a week
feeds-identity = entries are known by: { $by }
feeds-known-by = { $what } ({ $count })
feeds-by-guid = guid
feeds-by-link = link
feeds-by-title = title
feeds-by-file = file name
feeds-by-mail = letter (Message-ID)
feeds-as-page = It is an ordinary web page; with kind: page it is read like this:
feeds-listing = List at { $where }: { $count } items, { $dated } with a date; the newest were opened, too
feeds-next-page = Next page: { $url }
feeds-fate-cancelled = not sent: the feed says that it is called off
feeds-fate-left-out = not sent: { $why }
feeds-fate-known = known, and as it was; such ones go to { $to }
feeds-fate-held = an organiser is asked first: “{ $phrase }” is in doubt
feeds-fate-changed = changed; to be told: { $to }
feeds-fate-first = only noted the first time; such ones go to { $to } afterwards
feeds-fate-sent = goes to { $to }
feeds-everyone = everyone
feeds-members = members
feeds-to-topics = { $roles } who follow { $topics }
feeds-to-people = { $whom }: { $count } now
feeds-topic-given = “{ $topic }” (of the feed)
feeds-topic-word = “{ $topic }” (for “{ $word }”)
feeds-column-fate = What becomes of it, for whom, why
feeds-column-feed = Feed
feeds-column-success = Success
feeds-column-change = Change
feeds-column-next = Next
feeds-column-weekly = A week
feeds-now = now
feeds-add-address = “{ $url }” cannot be added: it must be a web address that begins with http:// or https://; files and folders of this machine belong into config.yaml.
feeds-add-had = This address is there already, as “{ $name }”.
feeds-add-failed = Not added, as it cannot be read. { $why } To add it all the same, say --unseen.
feeds-add-named = There is a feed named “{ $name }” already; choose another name with --name.
feeds-added = Added “{ $name }”, looked at every { $every }; a running service begins within half a minute.
feeds-remove-configured = “{ $name }” stands in { $path }; remove it there. To stop it for a while, use kexun feeds pause.
feeds-filter-configured = “{ $name }” stands in { $path }; change its filter there.
feeds-filter-none = “{ $name }” has no filter; all of its new notices are sent.
feeds-filtered = Of “{ $name }” only what fits is sent: { $filter }
feeds-unfiltered = The filter of “{ $name }” is gone; all of its new notices are sent.
feeds-removed = Removed “{ $name }”; what it brought stays.
feeds-paused = Paused “{ $name }”.
feeds-paused-before = “{ $name }” was paused already.
feeds-resumed = Resumed “{ $name }”; it is looked at at once.
feeds-resumed-before = “{ $name }” was not paused; it is looked at once more, at once.
opml-none = There are no feeds in { $file }.
opml-large = { $file } is larger than { $max } MB, which no OPML is.
opml-bad = { $file } is no OPML that can be read ({ $why }); please export it anew from where it came.
opml-address = Skipped “{ $name }”: { $url } is no web address.
opml-had = Skipped “{ $name }”: it is there already.
opml-folder = There is no topic “{ $name }”; { $count ->
    [one] its feed gets its topics
   *[other] its { $count } feeds get their topics
} by keywords.
opml-imported = { $added ->
    [0] Nothing was added, skipped { $skipped }.
    [one] Added one feed, skipped { $skipped }; a running service begins within half a minute.
   *[other] Added { $added } feeds, skipped { $skipped }; a running service begins within half a minute.
}
opml-nothing = There is nothing to export: only web addresses can be.
opml-not-written = Not exported: { $path } cannot be written ({ $why }).
opml-exported = Wrote { $count ->
    [one] one feed
   *[other] { $count } feeds
} to { $path }.
cli-telegram = The Telegram bot.
cli-webhook = The address to which Telegram brings updates (webhook).
cli-webhook-set = Have updates brought to web.public_url.
cli-webhook-delete = Have nothing brought any more; what waits is kept.
cli-webhook-info = What Telegram says of the webhook.
cli-telegram-off = Telegram is not on in { $path }: set its token under channels.telegram.
cli-telegram-refused = { $url } did not do it ({ $why }): check the token, the network and the proxy.
webhook-set = The webhook is set: { $url }
webhook-but-polling = The configuration says mode: polling, so the next start takes it down; to keep it, say mode: webhook.
webhook-deleted = The webhook is deleted; what waits is kept.
webhook-none = There is no webhook.
webhook-but-webhook = The configuration says mode: webhook, so a running service sets it again within minutes.
webhook-is = Webhook: { $url }; { $waiting ->
    [one] one update waits
   *[other] { $waiting } updates wait
}.
webhook-failed = It last failed at { $at }: { $why }
