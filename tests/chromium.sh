#!/bin/sh
# Debian's Chromium for the browser tests, where there is apt and the right to use it. Without it those tests skip and say so.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 ||
        echo "Chromium could not be installed: the browser tests will be skipped." >&2
fi
exit 0
