//go:build !linux

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "sidebyside: measures on Linux only: it pins processes to cores and reads what they cost from the kernel")
	os.Exit(3)
}
