# 管理员会主动收到的话
alert-feed-failing = ⚠️ 信息源“{ $name }”看不了了
alert-feed-since = 上次成功：{ $at }
alert-feed-never = 从未成功过。
alert-feed-goes-on = 我会继续定期去看，好了会告诉你。
alert-feed-healed = ✅ 信息源“{ $name }”恢复正常了。
alert-feed-begun = ✅ 信息源“{ $name }”能看了：现有的 { $count } 条只记下、不发送，之后有新的就发。
alert-feed-begun-told = ✅ 信息源“{ $name }”能看了：现有的 { $count } 条已经发布，之后有新的就发。
