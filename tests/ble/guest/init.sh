#!/bin/sh
# The first process: modules, virtual controllers, D-Bus; then the scenes, and off.
export PATH=/bin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev; mount -t tmpfs t /run; mount -t tmpfs t /tmp; mkdir -p /run/dbus
said() { read -r up _ </proc/uptime; echo "## [$up] $*"; }
said "kernel up"
for module in /mod/*.ko; do insmod "$module" || echo "insmod $module FAILED"; done
# hci0 and hci2 are phones', hci1 and hci3 the kiosk's.
btvirt -L -l4 -s >/tmp/btvirt.log 2>&1 &
dbus-daemon --config-file=/etc/dbus.conf --nofork --nopidfile &
tries=0
while [ ! -S /run/dbus/system_bus_socket ] && [ $tries -lt 200 ]; do sleep 0.1; tries=$((tries + 1)); done
/bin/scenes.sh; rc=$?
if [ $rc != 0 ] || grep -q ble.verbose /proc/cmdline; then
    for log in /tmp/*.log /tmp/*.out; do echo "-- $log"; tail -400 "$log"; done
    echo "-- kernel"; dmesg | grep -i bluetooth | tail
fi
said "RESULT rc=$rc"; sync; poweroff -f
