package report

import "testing"

func TestChange(t *testing.T) {
	check := func(name string, was, is float64, want string) {
		t.Helper()
		m, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.change(was, is); got != want {
			t.Errorf("%s from %v to %v is %q, want %q", name, was, is, got, want)
		}
	}
	check("users_served", .944, .93, "−1.4 points")
	check("users_served", .94, .95, "+1 point")
	check("p99", .1, .12, "+20 %")
	check("p99", .1, .08, "−20 %")
	check("p99", .1, .1, "0")
	check("max_in_flight", 0, 40, "+40")
}
