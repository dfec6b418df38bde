"""Start with `python -m sandbox.platform`; SIGTERM or SIGINT stops it cleanly."""

from __future__ import annotations

import os
import signal
import sys
import threading

from sandbox.platform import application, media, server
from sandbox.platform.push.delivery import keep_sending
from sandbox.platform.settings import SettingError, Settings


def main() -> int:
    try:
        settings = Settings.from_env(os.environ)
    except SettingError as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    app, platform = application.create(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: platform.stopping.set())
    listener = server.listen(settings, app)
    helpers = (keep_sending(platform), media.keep_checking(platform))
    threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
    sys.stdout.write(f"WeChat on your desk: http://{listener.host}:{listener.port}\n")
    sys.stdout.flush()
    platform.stopping.wait()
    listener.shutdown()
    listener.server_close()
    for helper in helpers:
        helper.join(1)
    platform.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
