package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Requests are counted one by one, whether they come alone or together, and
// answered so that a client of the standard library understands.
func TestRecorder(t *testing.T) {
	in, end, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, say := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := record([]string{"--expect", "1"}, in, say)
		say.CloseWithError(err)
		done <- err
	}()
	said := bufio.NewReader(out)
	port, err := said.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now()
	exchange(t, "127.0.0.1:"+strings.TrimSpace(port), 1, 2, 3)
	exchange(t, "127.0.0.1:"+strings.TrimSpace(port), 1)
	after := time.Now()
	end.Close()
	var got recording
	if err := json.NewDecoder(said).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || len(got.Arrivals) != 7 || got.Frozen != 0 {
		t.Errorf("%v, %v; want 7 arrivals and no freeze", got, err)
	}
	for _, at := range got.Arrivals {
		if at < before.UnixNano() || at > after.UnixNano() {
			t.Errorf("arrived at %d, not between %d and %d", at, before.UnixNano(), after.UnixNano())
		}
	}
}

// exchange sends requests over one connection, so many at a time, and reads
// the answers.
func exchange(t *testing.T, address string, together ...int) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	answers := bufio.NewReader(c)
	for _, n := range together {
		if _, err := io.WriteString(c, strings.Repeat("GET / HTTP/1.1\r\nHost: x\r\n\r\n", n)); err != nil {
			t.Fatal(err)
		}
		for range n {
			answer, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			if string(body) != "ok\n" || answer.StatusCode != http.StatusOK || err != nil {
				t.Errorf("%s %q, %v", answer.Status, body, err)
			}
		}
	}
}

// It is the kernel that notes when data came in.
func TestArrival(t *testing.T) {
	notes := make([]byte, unix.CmsgSpace(16))
	at := unix.CmsgLen(0)
	binary.NativeEndian.PutUint64(notes[at:], 1700000000)
	binary.NativeEndian.PutUint64(notes[at+8:], 42)
	if got := arrival(notes); got != 1700000000_000000042 {
		t.Errorf("%d; want what the note says", got)
	}
	before := time.Now().UnixNano()
	if got := arrival(nil); got < before {
		t.Errorf("%d without a note; want now, after %d", got, before)
	}
}
