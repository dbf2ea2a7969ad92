package ci_test

import (
	"fmt"

	"matchday/ci"
)

func ExampleParseRule() {
	r, err := ci.ParseRule("20/20 @ after-peak-2: goodput >= 99 %")
	fmt.Println(r, err)
	fmt.Println(r.Variant, r.Phase, r.Metric, r.Op, r.Limit)

	_, err = ci.ParseRule("none: p99 < 500")
	fmt.Println(err)
	// Output:
	// 20/20 @ after-peak-2: goodput >= 99% <nil>
	// 20/20 after-peak-2 goodput >= 0.99
	// rule "none: p99 < 500": limit "500" of p99 is not a duration up to 24h such as 500ms
}
