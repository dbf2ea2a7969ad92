package targets_test

import (
	"fmt"
	"time"

	"matchday/targets"
	"matchday/targets/bulkhead"
)

// With clients that give up after 500 ms this queue does not protect.
func ExampleFacts_Worst() {
	facts := targets.Facts{CPUs: 20, Demand: 50 * time.Millisecond}
	worst, _ := facts.Worst(bulkhead.Setting{Inside: 20, Queue: 200})
	fmt.Println(facts.Capacity(), worst)
	// Output: 400 550ms
}
