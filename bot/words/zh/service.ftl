# 服务本身要说的话
could-not = 抱歉，刚才这条我没能处理好，已经记录下来。请换个说法再试，或发送“帮助”。
service-ready = 科讯已启动，请在浏览器打开：{ $url }
service-ready-alone = 科讯已启动。运行状态：{ $url }/healthz
service-admin-link = 还没有管理员。第一个打开此链接的人成为管理员（{ $days }天内有效，仅限一次）：{ $url }
service-admin-code = 还没有管理员。第一个在 Telegram 里向机器人发送 /start { $code } 的人成为管理员（{ $days }天内有效，仅限一次）。
service-stopping = 正在停止……
service-already = 数据库 { $path } 正被另一个运行中的科讯使用：请先停掉它，或在 config.yaml 里换一个 database。
service-too-new = 数据库 { $path } 由更新版本的科讯写成：请升级程序后再启动。
service-no-database = 无法使用数据库 { $path }（{ $why }）：请检查路径、权限和磁盘空间。
service-no-port = 无法监听 { $where }（{ $why }）：请停掉占用它的程序，或在 config.yaml 里换一个 web.port。
