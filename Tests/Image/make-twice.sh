#!/usr/bin/env bash
# Makes the image of the last commit in two clones whose paths differ in length and name, and compares digest, SBOM and every byte of the
# archive. What it makes goes with it. usage: make-twice.sh
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Both before anything is made, which takes minutes: somebody may commit meanwhile.
for clone in "$work/a" "$work/another-folder/of/another/length"; do git clone --quiet "$root" "$clone"; done
for clone in "$work/a" "$work/another-folder/of/another/length"; do
  # Which versions of the packages it is: SwiftPM's file, which other registries' commits keep out of the repository.
  [ ! -e "$root/Package.resolved" ] || cp "$root/Package.resolved" "$clone/"
  make -C "$clone" image
done
cd "$work"
for file in digest sockwarden.spdx.json context/sockwarden; do
  cmp "a/.build/image/$file" "another-folder/of/another/length/.build/image/$file"
  echo "the same: $file"
done
