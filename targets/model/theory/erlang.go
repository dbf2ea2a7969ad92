package theory

import (
	"math"
	"time"
)

// ErlangB returns the share of customers, in [0, 1], that find all servers
// taken and are lost, if nobody may wait, for an offered load in erlangs. It
// holds for any distribution of demands.
//
// Source: Erlang's loss formula, M/G/c/c, by the recursion
// B₀ = 1, Bₖ = aBₖ₋₁/(k + aBₖ₋₁), which cannot overflow.
func ErlangB(servers int, offered float64) float64 {
	return bounded(servers, servers, offered).lost
}

// ErlangC returns the share of customers, in [0, 1], that have to wait if
// everybody may, for an offered load in erlangs and exponential demands; 1 in
// overload.
//
// Source: Erlang's delay formula, M/M/c: B/(1 − ρ(1−B)) with Erlang B.
func ErlangC(servers int, offered float64) float64 {
	rho := offered / float64(servers)
	if rho >= 1 {
		return 1
	}
	b := ErlangB(servers, offered)
	return b / (1 - rho*(1-b))
}

// Bounded returns what becomes of the customers if at most so many may be in
// the system, waiting or in service, with exponential demands and FCFS: the
// share that is lost, in [0, 1], and the mean response time of the others.
// There are at least as many places as servers. Overload is no exception.
//
// Source: M/M/c/K with Little's law for the customers let in.
func (s Station) Bounded(places int) (lost float64, response time.Duration) {
	b := bounded(s.Servers, places, s.Offered())
	return b.lost, seconds(b.inSystem / (s.Rate * (1 - b.lost)))
}

// A bound is what is known of a station that holds only so many customers.
type bound struct {
	lost     float64 // share of time full, and so share of customers lost
	inSystem float64 // mean number of customers
}

// bounded adds one place after the other. A station with k places that is not
// full is, as long as it is not, one with k−1: so its mean number is a mixture.
func bounded(servers, places int, offered float64) bound {
	b := bound{lost: 1}
	for k := 1; k <= places; k++ {
		full := offered * b.lost
		b.lost = full / (full + float64(min(k, servers)))
		b.inSystem = b.inSystem*(1-b.lost) + float64(k)*b.lost
	}
	return b
}

// Impatient returns the share of customers, in [0, 1], that are lost if
// everybody may wait but nobody longer than so, with exponential demands and
// FCFS. Who is served is served to the end. Overload is no exception.
//
// Source: M/M/c with a constant longest wait τ (Gnedenko and Kovalenko). With
// θ = C − λ and B the Erlang loss of one server fewer,
//
//	loss = ρ / (e^(θτ)/B + λ(e^(θτ) − 1)/θ + ρ)
//
// which is Erlang B at τ = 0, and 1 − 1/ρ in overload as τ grows.
func (s Station) Impatient(wait time.Duration) float64 {
	rho, x := s.Utilisation(), wait.Seconds()
	fewer := ErlangB(s.Servers-1, s.Offered())
	return rho / (math.Exp(s.spare()*x)/fewer + s.Rate*saturation(-s.spare(), x) + rho)
}
