#!/bin/sh
# Usage: PHOENIX_SIGNING_SECRET=… sign.sh METHOD PATH TIMESTAMP < body
# openssl takes the key as an argument only: on a machine that others use, take one of the other samples.
set -eu
signature=$({ printf '%s\n%s\n%s\n' "$1" "$2" "$3"; cat; } \
  | openssl dgst -sha256 -hmac "$PHOENIX_SIGNING_SECRET" -hex | sed 's/^.*= *//')
echo "hmac-sha256=$signature"
