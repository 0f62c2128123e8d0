# What the service itself has to say
could-not = Sorry, I could not deal with that, and have noted it. Please try again in other words, or send “help”.
service-ready = Kexun is running. Open it in a browser: { $url }
service-ready-alone = Kexun is running. Its health: { $url }/healthz
service-admin-link = There is no admin yet. Whoever opens this link first becomes one (valid once, for { $days } days): { $url }
service-admin-code = There is no admin yet. Whoever is first to send /start { $code } to the bot on Telegram becomes one (valid once, for { $days } days).
service-stopping = Stopping…
service-already = The database { $path } is in use by another running Kexun: stop that one, or name another database in config.yaml.
service-too-new = The database { $path } was written by a newer Kexun: please upgrade the program, then start again.
service-no-database = The database { $path } cannot be used ({ $why }): check the path, the permissions and the space on the disk.
service-no-port = Cannot listen on { $where } ({ $why }): stop the program that uses it, or choose another web.port in config.yaml.
