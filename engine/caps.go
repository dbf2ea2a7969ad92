package engine

import (
	"errors"
	"fmt"
	"time"
)

// Caps is what an engine can do.
type Caps struct {
	HTTP2     bool          // speaks HTTP/2, over TLS and in clear
	Redirects bool          // follows redirects
	Batches   bool          // can send in batches, see [PaceBatched]
	Virtual   bool          // runs in virtual time, on a model instead of a target
	Precision time.Duration // how late a send usually is when nothing is in the way
}

// Covers returns an error that names what the plan asks for and an engine with
// these capabilities cannot do, nil if there is no such thing.
func (c Caps) Covers(p Plan) error {
	switch t := p.Transport.Protocol; {
	case !c.HTTP2 && t != "" && t != protoHTTP1:
		return fmt.Errorf("protocol %q: this engine speaks HTTP/1.1; wanted engine vegeta for it", t)
	case !c.Redirects && p.Client.Follow > 0:
		return errors.New("redirects: this engine does not follow them; wanted engine vegeta for it")
	case !c.Batches && p.Pacing == PaceBatched:
		return errors.New("pacing batched: this engine waits for every instant; wanted auto, exact or engine native")
	}
	return nil
}
