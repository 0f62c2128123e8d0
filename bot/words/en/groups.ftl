# Groups and channels
help-setup = choose which notices this group gets
group-hello = Hello, I am Kexun. Notices and reminders that matter to “{ $title }” will come here; admins, please choose:
channel-hello = You have added me to the channel “{ $title }”. Which notices shall go there?
group-lines = “{ $title }”
    Topics: { $topics }
    People here: { $roles }
    Who may ask me here: { $who }
group-no-topics = none yet, so nothing is posted
group-no-roles = not chosen (notices for certain roles do not come)
group-everyone = everyone
group-admins = its admins only
group-choose = Tap to change; tap Done when it is right.
group-of = { $role } here
group-here = From now on I post in this topic.
group-set-up = All set. To change it, send /setup (in a group, with my name after it).
group-admins-only = That is for the admins of this group.
group-who = I could not find out whether you are an admin of this group; please try again shortly.
group-help = Here you can ask me: /setup, /latest, /dates, /deadlines. For everything else, talk to me alone.
group-unknown = There is no such group, or it is not yours to look after.
group-closed = I am not in it any more, or may not write there.
group-closed-mark = {" "}(cannot post)
group-lost = I was removed from “{ $title }”, or may not write there any more; notices no longer go there. To mend it, add me again and let me write.
group-topic-gone = The topic in “{ $title }” was closed or deleted; notices now go to the general one, and to that topic again once it is open. To choose another, send /setup there.
group-topic-back = The topic in “{ $title }” is open again; notices go there again.
groups-heading = Groups and channels ({ $count })
groups-none = No groups or channels yet. Add me to a group, or make me an admin of a channel, and it can be set up.
button-groups = Groups and channels
button-group-add = Add me to a group
button-group-everyone = Let everyone ask
button-group-admins = Only admins ask
button-group-here = Post in this topic
button-group-done = Done
share-stranger = Say hello to Kexun first
share-none = Nothing found; talk to Kexun
