package http1_test

import (
	"net/http"
	"strings"
	"testing"

	"matchday/engine/http1"
)

// BenchmarkAnswer reads an answer in pieces as a socket gives them. Bodies in
// many pieces count per answer, too.
func BenchmarkAnswer(b *testing.B) {
	plain := http1.NewWants(http1.Wants{Headers: []string{"Retry-After", "X-Matchday-Reject"}, RetryAfter: true})
	text := http1.NewWants(http1.Wants{Contains: []byte("sold out")})
	sum := http1.NewWants(http1.Wants{Sum: true})
	page := nginxHead + strings.Repeat("x", 612)
	chunked := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" +
		strings.Repeat("64\r\n"+strings.Repeat("y", 100)+"\r\n", 6) + "0\r\n\r\n"
	refusal := "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nDate: Sun, 22 Nov 2026 20:15:00 GMT\r\nContent-Length: 0\r\n\r\n"
	large := "HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + strings.Repeat("z", 1<<20)

	read := func(name, answer string, piece int, w *http1.Wants) {
		b.Run(name, func(b *testing.B) {
			pieces := pieces([]byte(answer), piece)
			var a http1.Answer
			b.SetBytes(int64(len(answer)))
			b.ReportAllocs()
			for b.Loop() {
				a.Begin(false, w)
				for _, p := range pieces {
					if used, err := a.Feed(p); err != nil || used != len(p) {
						b.Fatal(used, err)
					}
				}
				if !a.Complete {
					b.Fatal("not complete")
				}
			}
		})
	}
	read("nginx", page, len(page), plain)
	read("nginx-pieces-100", page, 100, plain)
	read("nginx-contains", page, len(page), text)
	read("nginx-sum", page, len(page), sum)
	read("refusal", refusal, len(refusal), plain)
	read("chunked", chunked, len(chunked), plain)
	read("large", large, 16<<10, plain)
	read("large-contains", large, 16<<10, text)
}

// BenchmarkAppend makes a request with and without slots.
func BenchmarkAppend(b *testing.B) {
	render := func(name, path, body string) {
		p, err := http1.Render(http1.Request{
			Method: "POST", URL: parsed(b, "http://localhost:8080"+path),
			Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body),
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var request []byte
			for b.Loop() {
				request = p.Append(request[:0], someValues)
			}
		})
	}
	render("constant", "/buy", `{"stand": "north"}`)
	render("slots", "/buy/${user}", `{"user": ${user}, "attempt": ${attempt}, "token": "${random}"}`)
}
