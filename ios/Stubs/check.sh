#!/usr/bin/env bash
# The stub type check, in the Swift root: check.sh OUT MODULES, the latter with LandfallCore as the package's build left it. See README.md.
set -euo pipefail
cd "$(dirname "$0")"
out=$1
mkdir -p "$out"
core="-I $out -I $2 -I ../LandfallKit/Generated/LandfallFFI -I ../LandfallKit/Linux/dnssd"

# In the order in which they import one another.
for module in Darwin Security LocalAuthentication CoreTelephony CryptoKit DeviceCheck CoreNFC BackgroundTasks os UIKit AVFoundation VisionKit SwiftUI; do
    if [ "$out/$module.swiftmodule" -nt "$module.swift" ]; then continue; fi
    swiftc -emit-module -parse-as-library -swift-version 5 -suppress-warnings -module-name "$module" -I "$out" \
        "$module.swift" -o "$out/$module.swiftmodule"
done
find ../LandfallKit/Sources/LandfallKit -name '*.swift' -print0 | sort -z | xargs -0 \
    swiftc -emit-module -parse-as-library -swift-version 6 -package-name landfallkit -module-name LandfallKit $core -o "$out/LandfallKit.swiftmodule"
find ../App/Sources -name '*.swift' -print0 | sort -z | xargs -0 \
    swiftc -typecheck -parse-as-library -swift-version 6 -module-name LandfallApp $core
swiftc -typecheck -parse-as-library -swift-version 6 -module-name LandfallDeviceTests $core ../App/DeviceTests/*.swift
echo "stub type check: LandfallKit's Apple files and the app are well-typed"
