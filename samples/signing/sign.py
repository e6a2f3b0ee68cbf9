# Usage: PHOENIX_SIGNING_SECRET=… python3 sign.py METHOD PATH TIMESTAMP < body
import hashlib
import hmac
import os
import sys

method, path, timestamp = sys.argv[1:4]
body = sys.stdin.buffer.read()
secret = os.environ["PHOENIX_SIGNING_SECRET"].encode("utf-8")
signed = f"{method}\n{path}\n{timestamp}\n".encode("utf-8") + body
print("hmac-sha256=" + hmac.new(secret, signed, hashlib.sha256).hexdigest())
