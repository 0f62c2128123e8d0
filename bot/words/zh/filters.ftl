# 筛选
filter-heading = 筛选
filter-no = 还没有筛选，订阅的都会收到。
filter-mine = 信息源的通知，只发给你符合这些的：
filter-line = · { $what }：{ $filter }
filter-everything = 全部
filter-topic = 主题:{ $name }
filter-how =
    直接发来要找的词就行，例如：
    天文、航天，不要小学
    （天文 或 航天）和 非 小学
    讲座：天文（只管这个主题）
    /第.+届/（正则表达式）
filter-chosen = 好的，信息源的通知之后只发给你符合的：{ $filter }
filter-chosen-topic = 好的，“{ $topic }”的通知之后只发给你符合的：{ $filter }
filter-lets = 最近与你有关的 { $of } 条里有 { $count } 条符合，例如《{ $title }》。
filter-lets-none = 最近与你有关的 { $of } 条里一条也不符合；写错了，再发一次就好。
filter-untried = 还没有可以试的通知，来了新的就按它办。
filter-limits = 不受筛选影响的：组织者发布的、指明发给你的角色且有截止日期的，以及改期、取消等变更。
filter-glued = “{ $word }”现在当作一个词。想分开的话，请在中间加空格：{ $parted }
filter-dropped = 已去掉这条筛选。
filter-none = 本来就没有这条筛选。
filter-wrong-empty = 没有写要找什么词。
filter-wrong-long = 太长了，最多 { $what } 个字。
filter-wrong-many = 词太多了，最多 { $what } 个；多出来的从第 { $at } 个字开始。
filter-wrong-deep = 括号套得太深，最多 { $what } 层（第 { $at } 个字）。
filter-wrong-operand = 第 { $at } 个字“{ $what }”这里缺了要找的词。
filter-wrong-open = 第 { $at } 个字的左括号没有配上右括号。
filter-wrong-close = 第 { $at } 个字的右括号前面没有左括号。
filter-wrong-quote = 第 { $at } 个字的引号没有配对。
filter-wrong-slash = 第 { $at } 个字起的正则表达式没有以 / 结尾。
filter-wrong-pattern = 第 { $at } 个字起的正则表达式写法不对（不支持前后断言和反向引用）。
filter-wrong-pattern-large = 第 { $at } 个字起的正则表达式太复杂，请写短一点。
filter-wrong-topic = 没有“{ $what }”这个主题。
filter-lacks = 里面没有“{ $what }”
filter-holds = 里面有“{ $what }”
filter-fails = 不符合“{ $what }”
button-filter = 筛选
button-filter-change = 改筛选
button-filter-off = 去掉筛选
button-filter-off-one = 去掉“{ $what }”的筛选
help-filter = 只收含有某些词的通知，例如：筛选 天文 和 非 小学
