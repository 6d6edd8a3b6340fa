#!/usr/bin/env bash
# build.sh CACHE OUT DATA PROGRAM...: makes OUT/vmlinuz and OUT/initrd.gz of Debian's stock kernel, BlueZ with its virtual controllers, the
# programs (stripped) and the folder DATA, which is /data inside. Needs no root. Packages are fetched once, into CACHE.
set -euo pipefail
cache=$1 out=$2 data=$3
shift 3
here=$(dirname "$(readlink -f "$0")")
mkdir -p "$cache/debs" "$out"
root=$out/root
rm -rf "$root"

kernel=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/{print $2; exit}')
[ -n "$kernel" ] || { echo "apt knows no linux-image-amd64: apt-get update" >&2; exit 3; }
if [ ! -e "$cache/$kernel.done" ]; then
    rm -rf "$cache/debs" "$cache/x"
    mkdir -p "$cache/debs"
    (cd "$cache/debs" && apt-get download -q "$kernel" bluez bluez-test-tools busybox-static dbus-daemon >&2) || exit 3
    for deb in "$cache"/debs/*.deb; do dpkg-deb -x "$deb" "$cache/x"; done
    touch "$cache/$kernel.done"
fi
x=$cache/x
mkdir -p "$root"/{bin,etc/bluetooth,proc,sys,dev,run,tmp,mod,var/lib/bluetooth,usr}
ln -s ../run "$root/var/run"

# A file with its shared libraries, which are this system's: one release of Debian on both sides.
copy() {
    install -D -m755 "$1" "$root$2"
    if ldd "$1" 2>/dev/null | grep -q 'not found'; then
        echo "libraries of $1 are missing: $(ldd "$1" | grep 'not found' | tr -d '\n')" >&2
        exit 3
    fi
    { ldd "$1" 2>/dev/null || true; } | { grep -oE '/[^ ]+\.so[^ ]*' || true; } | while read -r lib; do
        [ -e "$root$lib" ] || install -D -m755 "$(readlink -f "$lib")" "$root$lib"
    done
}
copy "$x/usr/libexec/bluetooth/bluetoothd" /bin/bluetoothd
for program in btvirt dbus-daemon btmon; do copy "$x/usr/bin/$program" "/bin/$program"; done
copy "$(command -v dbus-send)" /bin/dbus-send
busybox=$x/bin/busybox
[ -e "$busybox" ] || busybox=$x/usr/bin/busybox
install -m755 "$busybox" "$root/bin/busybox"
for name in sh mount mkdir cat echo sleep usleep ls insmod poweroff kill grep head tail sync dmesg timeout touch sed cp wc rm cut awk mkfifo; do
    ln -s busybox "$root/bin/$name"
done
for program in "$@"; do
    strip -o "$out/stripped" "$program"
    copy "$out/stripped" "/bin/$(basename "$program")"
done
cp -r "$data" "$root/data"

printf 'root:x:0:0:root:/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
printf '[General]\nControllerMode = le\n[GATT]\nCache = no\nExchangeMTU = 517\n' >"$root/etc/bluetooth/base.conf"
cat >"$root/etc/dbus.conf" <<'CONF'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>
CONF
number=10
for module in lib/crc16 crypto/sha512_generic crypto/sha3_generic crypto/ctr crypto/jitterentropy_rng crypto/drbg crypto/ecc \
    net/rfkill/rfkill crypto/ecdh_generic crypto/ecb crypto/cmac crypto/af_alg crypto/algif_hash crypto/algif_skcipher \
    net/bluetooth/bluetooth drivers/bluetooth/hci_vhci drivers/hid/hid drivers/hid/uhid; do
    cp "$x/lib/modules/${kernel#linux-image-}/kernel/$module.ko" "$root/mod/$number-$(basename $module).ko"
    number=$((number + 1))
done
install -m755 "$here/guest/init.sh" "$root/init"
install -m755 "$here/guest/scenes.sh" "$root/bin/scenes.sh"
(cd "$root" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1) >"$out/initrd.gz"
cp "$x/boot/vmlinuz-${kernel#linux-image-}" "$out/vmlinuz"
