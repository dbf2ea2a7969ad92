package bulkhead_test

import (
	"fmt"

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
