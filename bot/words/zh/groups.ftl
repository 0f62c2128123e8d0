# 群和频道
help-setup = 设置这个群收哪些通知
group-hello = 大家好，我是科讯。以后把《{ $title }》关心的通知和提醒发到这里；请群管理员选择：
channel-hello = 你把我加进了频道《{ $title }》。要往那里发哪些通知？
group-lines = 《{ $title }》
    主题：{ $topics }
    这里的人：{ $roles }
    谁可以在群里问我：{ $who }
group-no-topics = 还没有选，什么也不会发
group-no-roles = 没有选（发给特定角色的通知不会来）
group-everyone = 所有人
group-admins = 只有管理员
group-choose = 点一下就改，选好后点“完成”。
group-of = 有{ $role }
group-here = 以后发到这个话题里。
group-set-up = 已设好。要改，请发送 /setup（在群里要带上我的名字）。
group-admins-only = 这个要由群管理员来做。
group-who = 现在没能确认你是不是群管理员，请稍后再试。
group-help = 在群里可以让我：/setup 设置、/latest 最新通知、/dates 活动、/deadlines 截止。其他的请和我单独聊。
group-unknown = 没有这个群，或者它不归你管。
group-closed = 我现在进不去，或者不能在那里发言。
group-closed-mark = （发不了）
group-lost = 我已被移出《{ $title }》，或者不能再在那里发言，通知不会再发到那里。要恢复，请重新加我并允许发言。
group-topic-gone = 《{ $title }》里的话题已关闭或删除，通知改发到主话题。它重新打开后，会再发到那里；要换一个，请在那个话题里发送 /setup。
group-topic-back = 《{ $title }》里的话题重新打开了，通知又会发到那里。
groups-heading = 群和频道（{ $count }）
groups-none = 还没有群和频道。把我加进一个群，或在频道里设为管理员，就可以设置了。
button-groups = 群和频道
button-group-add = 把我加进群
button-group-everyone = 让所有人都能问
button-group-admins = 只让管理员问
button-group-here = 发到这个话题
button-group-done = 完成
share-stranger = 先和科讯打个招呼
share-none = 没有找到，和科讯聊聊
