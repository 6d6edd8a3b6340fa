#!/bin/sh
# What is proven, each scene on its own data folders: /data/p1 to /data/p5 are phones that trust the operator of /data/kiosk.
# A virtual controller of btvirt has one connection at a time (its handle is always 42). So two phones at once are served by an adapter
# each; the lanes of one adapter are shown by a test of their table.
# With `Channels = 3` BlueZ offers EATT and would use it, but this kernel has its channels (L2CAP ECRED) switched off, and switched on, BlueZ
# waits for a pairing that ours never asks for: so nothing is reordered here; tests of chunks and flows do that.
# Prints `FIGURE name value` for whoever measures, and ends at the first scene that fails.
export PATH=/bin
said() { read -r up _ </proc/uptime; echo "## [$up] $*"; }
fail() { said "FAILED: $*"; exit 1; }
now() { read -r up _ </proc/uptime; echo "$up"; }
took() { echo "$1 $(now)" | awk '{ printf "%.2f", $2 - $1 }'; }

bluez() { # bluez CHANNELS: starts bluetoothd so, and switches the phones' Bluetooth on
    { cat /etc/bluetooth/base.conf; echo "Channels = $1"; } >/etc/bluetooth/main.conf
    bluetoothd -n >>/tmp/bluetoothd.log 2>&1 &
    bluetoothd=$!
    tries=0
    while [ $tries -lt 150 ]; do
        dbus-send --system --print-reply --dest=org.bluez / org.freedesktop.DBus.ObjectManager.GetManagedObjects >/tmp/objects 2>/dev/null
        grep -q hci0 /tmp/objects && grep -q hci1 /tmp/objects && grep -q hci2 /tmp/objects && grep -q hci3 /tmp/objects && break
        sleep 0.2; tries=$((tries + 1))
    done
    for adapter in hci0 hci2; do
        tries=0
        # It may still be busy with its own start.
        until dbus-send --system --print-reply --dest=org.bluez /org/bluez/$adapter org.freedesktop.DBus.Properties.Set \
            string:org.bluez.Adapter1 string:Powered variant:boolean:true >/dev/null 2>/tmp/powering; do
            [ $tries -lt 50 ] || fail "$adapter stays off: $(cat /tmp/powering)"
            sleep 0.2; tries=$((tries + 1))
        done
    done
    said "BlueZ is up, Channels = $1"
}
serve() { # serve ADAPTERS...: as their --ble options
    rm -f /tmp/kiosk.out # An earlier kiosk's code is still in it until the shell of this one has opened it.
    RUST_LOG=info,landfall_radio=debug,landfall_kiosk::serve=debug landfall-kiosk --data /data/kiosk --json serve "$@" \
        >/tmp/kiosk.out 2>>/tmp/kiosk.log &
    kiosk=$!
    tries=0
    while ! grep -qs start_code /tmp/kiosk.out && [ $tries -lt 200 ]; do sleep 0.1; tries=$((tries + 1)); done
    code=$(sed -n 's/.*"start_code":"\([^"]*\)".*/\1/p' /tmp/kiosk.out)
    [ -n "$code" ] || fail "the kiosk does not serve"
    said "the kiosk serves: $code"
}
phone() { # phone N ADAPTER [CLASS]: goes to the kiosk and comes back with a card
    LANDFALL_LOG=info,landfall_radio=debug,landfall_app=debug LANDFALL_CRASH=record LANDFALL_CRASH_LOG=/proc/self/fd/2 \
        landfall --data /data/p$1 --json acquire --kiosk "$code" --bluetooth $2 --class ${3:-hello} --yes --pin-file /data/pin \
        >/tmp/phone$1.out 2>>/tmp/phone$1.log
}
links() { grep -c 'connected over Bluetooth' /tmp/phone$1.log; }
distributed() {
    landfall-kiosk --data /data/kiosk --json stock list --numbers --state distributed 2>>/tmp/asked.log | awk -F'"iccid"' '{ n += NF - 1 } END { print n + 0 }'
}
sold() { # sold N: so many cards have reported
    count=$(distributed)
    [ "$count" = "$1" ] || fail "$count numbers are distributed, not $1"
}

connected() { grep -c '"a phone connects over Bluetooth"' /tmp/kiosk.log; }
next_connects() { # next_connects N: waits until phones have connected more than N times
    tries=0
    while [ "$(connected)" -le $1 ] && [ $tries -lt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
}
connections() {
    dbus-send --system --print-reply --dest=org.bluez / org.freedesktop.DBus.ObjectManager.GetManagedObjects 2>/dev/null | grep -A1 '"Connected"' | grep -c 'boolean true'
}
# A virtual controller has one connection at a time: a phone that connects while the last one is still being ended is never answered, and as BlueZ gives it up
# this kernel may fall over (`hci_chan_del`).
alone() {
    tries=0
    while [ "$(connections)" -gt 0 ] && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    sleep 0.5
}
end() {
    kill $kiosk; wait $kiosk || fail "the kiosk did not end in order"
    alone
}

bluez 1
serve --ble hci1

said "scene: a kiosk is found"
landfall --data /data/p1 --json discover --seconds 2 --bluetooth hci0 >/tmp/found.out 2>>/tmp/found.log
cat /tmp/found.out
grep -q '"ble:' /tmp/found.out || fail "the kiosk is not found"

said "scene: acquire, Channels = 1"
btmon -w /tmp/air >/dev/null 2>&1 & btmon=$!
sleep 0.5
begun=$(now)
phone 1 hci0 || fail "$(cat /tmp/phone1.out)"
echo "FIGURE ble.acquire_s $(took "$begun")"
kill $btmon; wait $btmon 2>/dev/null
sold 1
btmon -r /tmp/air >/tmp/air.txt 2>/dev/null
# Each packet is seen at both controllers: what the phone's received or sent.
of_phone() { grep -E "^[<>] ACL|ATT: $1" /tmp/air.txt | awk '/\[hci0\]/ { own = 1; next } /\[hci/ { own = 0; next } own && /ATT:/ { n++; own = 0 } END { print n + 0 }'; }
echo "FIGURE ble.round_trips $(of_phone '.*Request')"
echo "FIGURE ble.writes $(of_phone 'Write Command')"
echo "FIGURE ble.notifications $(of_phone '.*Notification')"

said "scene: a drop in mid-package"
# The kiosk notes each point that it passes in a pipe, and can't go on before that is read. Behind the 60th frame of one answer nobody reads: what is
# on its way arrives, no more comes, and the link is cut (which takes BlueZ two seconds). Then the pipe is read again.
end
mkfifo /tmp/points
read_until_mid_package() {
    frames=0
    while [ $frames -lt 60 ]; do
        read -r point </tmp/points
        case $point in
            kiosk.frame.sent) frames=$((frames + 1)) ;;
            kiosk.answer.before) frames=0 ;;
        esac
    done
    touch /tmp/held
}
read_until_mid_package & reading=$!
export LANDFALL_CRASH=record LANDFALL_CRASH_LOG=/tmp/points
serve --ble hci1
unset LANDFALL_CRASH LANDFALL_CRASH_LOG
begun=$(now); before=$(connected)
phone 2 hci0 bulk & going=$!
tries=0
while [ ! -e /tmp/held ] && [ $tries -lt 450 ]; do sleep 0.1; tries=$((tries + 1)); done
[ -e /tmp/held ] || fail "the package does not come: $(tail -n 3 /tmp/phone2.log)"
device=$(dbus-send --system --print-reply --dest=org.bluez / org.freedesktop.DBus.ObjectManager.GetManagedObjects \
    | sed -n 's/.*"\(\/org\/bluez\/hci0\/dev_[0-9A-F_]*\)".*/\1/p' | head -n 1)
[ -n "$device" ] || fail "the kiosk is not known to BlueZ"
dbus-send --system --print-reply --dest=org.bluez $device org.bluez.Device1.Disconnect >/dev/null || fail "it was not connected"
sleep 2.5
said "cut in mid-package"
exec 4<>/tmp/points
cat <&4 >/dev/null & reading=$!
wait $going || fail "$(cat /tmp/phone2.out)"
echo "FIGURE ble.acquire_60kb_with_drop_s $(took "$begun")"
end
kill $reading; exec 4<&-
# A new link while a message was partly there, and the rest of it afterwards.
awk '/a link to the kiosk/ { cut = frames } /phone.frame.received/ { frames++; after++ } /a link to the kiosk/ { after = 0 }
    /phone.answer.received/ { if (cut > 0 && after > 0 && frames > most) { most = frames; print "## " cut " frames before the cut, " after " behind it" } frames = 0; cut = 0 }
    END { exit !(most >= 60) }' /tmp/phone2.log || fail "no message was cut in its middle"
[ "$(links 2)" -ge 2 ] || fail "the link was not cut while the phone was at work"
awk -v before="$before" '/"a phone connects over Bluetooth"/ { n++ } /"the connection of a phone is ended"/ && n == before + 1 { exit 1 }' \
    /tmp/kiosk.log || fail "who came back was sent away"
echo "FIGURE ble.links_after_drop $(links 2)"
sold 2

said "scene: two phones at once, an adapter each"
serve --ble hci1=1 --ble hci3=1
begun=$(now); before=$(connected)
phone 3 hci0 bulk & one=$!
next_connects $before
phone 4 hci2 & two=$!
next_connects $((before + 1))
tail -n 3 /tmp/kiosk.log | grep -q 'session is over' && fail "they were not there at once"
wait $one || fail "$(cat /tmp/phone3.out)"
wait $two || fail "$(cat /tmp/phone4.out)"
echo "FIGURE ble.two_at_once_s $(took "$begun")"
sold 4

said "scene: BlueZ falls over, and the same kiosk serves again; acquire, Channels = 3"
alone
kill -9 $bluetoothd; wait $bluetoothd 2>/dev/null
back() { grep -c 'is back, and serves again' /tmp/kiosk.log; }
before=$(back)
bluez 3
tries=0
while [ "$(back)" -lt $((before + 2)) ] && [ $tries -lt 150 ]; do sleep 0.2; tries=$((tries + 1)); done
[ "$(back)" -ge $((before + 2)) ] || fail "the kiosk does not serve again"
begun=$(now)
phone 5 hci0 || fail "$(cat /tmp/phone5.out)"
echo "FIGURE ble.acquire_channels3_s $(took "$begun")"
sold 5
end
exit 0
