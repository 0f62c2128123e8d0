# What admins are told unasked
alert-feed-failing = ⚠️ The feed “{ $name }” cannot be read
alert-feed-since = It last worked { $at }.
alert-feed-never = It has never worked.
alert-feed-goes-on = I keep looking, and tell you when it works again.
alert-feed-healed = ✅ The feed “{ $name }” works again.
alert-feed-begun = ✅ The feed “{ $name }” can be read: its { $count } entries are noted and not sent; new ones will be.
alert-feed-begun-told = ✅ The feed “{ $name }” can be read: its { $count } entries are being sent, and new ones will be.
