package engine_test

import (
	"fmt"
	"strings"

	"matchday/engine"
)

func ExampleReadTargets() {
	const file = `
GET http://localhost:8080/match

POST http://localhost:8080/tickets
Content-Type: application/json
`
	requests, err := engine.ReadTargets("targets.txt", strings.NewReader(file), "http")
	if err != nil {
		fmt.Println(err)
	}
	for _, r := range requests {
		fmt.Println(r.Name, r.Header)
	}
	_, err = engine.ReadTargets("targets.txt", strings.NewReader("GET /match"), "http")
	fmt.Println(err)
	// Output:
	// GET /match map[]
	// POST /tickets map[Content-Type:[application/json]]
	// targets.txt:1: request "GET /match": URL "/match" is not absolute; wanted one such as http://localhost:8080/buy
}
