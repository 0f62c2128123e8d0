# 管理员：成员、邀请、信息源、运行状态
admin-heading = 管理
admin-people = 现有成员{ $count }人。
members-heading = 成员
members-hint = 回复数字查看一个人，发送名字可以查找。
members-line = { $place }. { $name }（编号{ $number }）
members-none = 没有找到“{ $said }”。换个名字或编号试试。
member-unknown = 找不到这个成员。
member-stopped = 已退订
member-lines =
    编号：{ $number }
    角色：{ $roles }
    订阅：{ $topics }
    渠道：{ $channels }
member-topics = { $name }的订阅，点一下修改：
member-role-added = 已添加角色“{ $role }”，并通知本人。
member-role-dropped = 已取消角色“{ $role }”，并通知本人。
member-subscribed = 已订阅“{ $topic }”，并通知本人。
member-unsubscribed = 已取消订阅“{ $topic }”，并通知本人。
nothing-to-change = 已经是这样了，没有变化。
last-admin = 这是最后一位{ $role }，不能取消。请先设置另一位。
told-role-added = 管理员给你添加了角色“{ $role }”。
told-role-dropped = 管理员取消了你的角色“{ $role }”。
told-subscribed = 管理员为你订阅了“{ $topic }”。
told-unsubscribed = 管理员为你取消了“{ $topic }”的订阅。
invite-role = 邀请什么角色？
invite-uses = 邀请“{ $role }”，一共几个人用？也可以直接发送，例如：邀请 教师 30
invite-made = “{ $role }”的邀请码
invite-terms = 可用{ $count }次，{ $day }前有效。
invitation-web = 网页链接
invitation-telegram = Telegram 链接
invite-typed = 或者在聊天里发送：/start { $code }
feeds-heading = 信息源（{ $count }个）
sources-none = 还没有信息源。点“添加”，或写在 config.yaml 里。
feed-unknown = 找不到这个信息源。
feed-paused = 已暂停“{ $name }”。
feed-looked = 这就去看“{ $name }”，过一会儿点开它看结果。
feed-resumed = 已恢复“{ $name }”，马上获取一次。
feeds-hint = 点一个看详情。
feed-configured = 写在 config.yaml 里，要改要删请到那里；这里可以暂停。
feed-add-ask = 发来信息源的网址（RSS、Atom、JSON Feed、日历或网页列表），后面可以空一格写名称。只能是公网上的。
feed-add-address = “{ $said }”不是网址。请发来以 http:// 或 https:// 开头的地址。
feed-add-had = 这个地址已经有了。
feed-add-named = 已经有一个叫“{ $name }”的信息源，请在网址后面写另一个名称。
feed-added = 已添加“{ $name }”，马上去看第一次，看过告诉你结果。
feed-removed = 已删除“{ $name }”，它带来的通知都留着。
feed-remove-sure = 删除“{ $name }”？它带来的通知都留着，以后可以再添加。
feed-topics = 它的通知都属于哪些主题？不选就按关键词归类。
feed-filter = 只发符合的：{ $filter }
feed-filter-ask = “{ $name }”的通知，只发符合哪些条件的？
feed-filter-how =
    直接发来要找的词就行，例如：
    天文、航天，不要小学
    （天文 或 航天）和 非 小学
    /第.+届/（正则表达式）
feed-filter-chosen = 好的，它以后的新通知只发符合的；不符合的不发也不提醒。改期、取消等变更照发。
feed-filter-lets = 它最近的 { $of } 条里有 { $count } 条符合。
feed-filter-dropped = 已去掉它的筛选，以后的新通知都发。
feed-state-new = ▫️ 还没看过，下次 { $next }
feed-news = 上次有变化 { $changed }；每周约 { $weekly } 条
button-feed-add = 添加
button-feed-remove = 🗑 删除
button-feed-remove-yes = 确认删除
button-feed-page = 按网页列表读
feed-never = 还没有
feed-now = 马上
feed-state = ✅ 上次成功 { $succeeded }，下次 { $next }
feed-state-failing = ⚠️ 连续失败{ $count }次；上次成功 { $succeeded }，下次 { $next }。{ $why }
feed-state-paused = ⏸ 已暂停；上次成功 { $succeeded }
health-heading = 运行状态
health-people = 成员：{ $count }人
health-sent = 消息：已送达{ $sent }条，失败{ $failed }条
health-queue = 等待发送：{ $queued }条，最久{ $minutes }分钟
health-doubt = 不确定是否送达：{ $unknown }条（曾有疑问{ $doubted }条）
health-feeds = 信息源：{ $feeds }个，其中{ $failing }个出错
health-inbox = 来信：待回复{ $unanswered }条，无法处理{ $quarantined }条
health-late = ⚠️ 提醒晚了{ $minutes }分钟
button-admin = 管理
button-invite = 邀请
button-invite-again = 再发一个
button-uses = { $count }人
button-feeds = 信息源
button-health = 运行状态
button-their-topics = 订阅
button-feed-pause = ⏸ 暂停
button-feed-look = 🔄 现在看一次
button-feed-resume = ▶️ 恢复
help-members = 查看和查找成员，设置角色
help-invite = 生成邀请码和链接
help-feeds = 信息源是否正常；添加、暂停或删除
help-health = 服务运行得怎么样
button-qr = 二维码
qr-invites = 扫码加入：{ $role }
qr-topic = 扫码订阅：{ $topic }
qr-notice = 扫码看通知：{ $title }
qr-which = 要哪个主题的二维码？扫了就能订阅。
button-qr-topic = 主题二维码
qr-no-link = 还没有可以扫的网址：请在配置里填写 web.public_url，或开启 Telegram。
