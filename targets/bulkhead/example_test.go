package bulkhead_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"matchday/targets/bulkhead"
)

func ExampleParseSetting() {
	for _, text := range []string{"20/100 wait 2s", "20/inf", "0/5"} {
		setting, err := bulkhead.ParseSetting(text)
		fmt.Printf("%v: inside %d, queue %d, %v\n", setting, setting.Inside, setting.Queue, err)
	}
	// Output:
	// 20/100 wait 2s: inside 20, queue 100, <nil>
	// 20/inf: inside 20, queue -1, <nil>
	// none: inside 0, queue 0, bulkhead "0/5": inside must be at least 1, for example 20/100
}

// A service of one's own behind a bulkhead of any kind, whose bounds are changed
// while it runs.
func ExampleMiddleware() {
	door, err := bulkhead.Open(bulkhead.Setting{Inside: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	var inner http.Handler
	handler := bulkhead.Middleware(door, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		again := httptest.NewRecorder()
		inner.ServeHTTP(again, httptest.NewRequest("GET", "/", nil)) // while the first is inside
		fmt.Fprintf(w, "another one: %d %s", again.Code, again.Body)
	}))
	inner = handler
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	fmt.Print(answer.Body)

	door, err = bulkhead.Change(door, bulkhead.Setting{Inside: 20, Queue: 100})
	fmt.Println(door.Setting(), err)
	// Output:
	// another one: 503 full
	// 20/100 <nil>
}
