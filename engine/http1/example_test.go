package http1_test

import (
	"fmt"
	"net/url"

	"matchday/engine/http1"
)

// A request is rendered once; each attempt fills in what is its own.
func ExampleRender() {
	u, err := url.Parse("http://localhost:8080/buy/${user}")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := http1.Render(http1.Request{Method: "POST", URL: u, Body: []byte(`{"try": ${attempt}}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q\n", p.Append(nil, http1.Values{User: 7, Attempt: 1}))
	// Output:
	// "POST /buy/7 HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: 10\r\n\r\n{\"try\": 1}"
}

// An answer is read from whatever pieces of it come.
func ExampleAnswer() {
	wants := http1.NewWants(http1.Wants{RetryAfter: true, Contains: []byte("sold out")})
	var a http1.Answer
	a.Begin(false, wants)
	for _, piece := range []string{"HTTP/1.1 503 Service Unavail", "able\r\nRetry-After: 2\r\nContent-Length: 9\r\n\r\nsold", " out\n"} {
		if _, err := a.Feed([]byte(piece)); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(a.Complete, a.Status, a.Body, a.Found, a.KeepAlive, string(a.RetryAfter()))
	// Output:
	// true 503 9 true true 2
}
