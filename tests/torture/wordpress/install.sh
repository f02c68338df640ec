#!/bin/sh
# Install WordPress and what it needs from Debian's packages; run once, as root. Nothing is started.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get install --yes --no-install-recommends \
    wordpress php-cli php-mysql php-xml php-mbstring mariadb-server
