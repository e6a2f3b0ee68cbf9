// Usage: PHOENIX_SIGNING_SECRET=… go run sign.go METHOD PATH TIMESTAMP < body
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

func main() {
	body, err := io.ReadAll(os.Stdin)
	if err != nil || len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: sign METHOD PATH TIMESTAMP < body")
		os.Exit(1)
	}
	mac := hmac.New(sha256.New, []byte(os.Getenv("PHOENIX_SIGNING_SECRET")))
	fmt.Fprintf(mac, "%s\n%s\n%s\n", os.Args[1], os.Args[2], os.Args[3])
	mac.Write(body)
	fmt.Println("hmac-sha256=" + hex.EncodeToString(mac.Sum(nil)))
}
