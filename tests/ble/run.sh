#!/usr/bin/env bash
# [BLE_VERBOSE=1] run.sh OUT [SECONDS]: boots OUT/vmlinuz with OUT/initrd.gz, without a network and without KVM. Its console goes to OUT/console.log. 0 if
# every scene came out well.
set -euo pipefail
out=$1
timeout "${2:-170}" qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 768 -M pc -nographic -nodefaults -no-reboot -serial stdio \
    -kernel "$out/vmlinuz" -initrd "$out/initrd.gz" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off nokaslr random.trust_cpu=on ${BLE_VERBOSE:+ble.verbose}" </dev/null >"$out/console.log" 2>&1 || true
grep -q 'RESULT rc=0' "$out/console.log"
