package poll_test

import (
	"fmt"
	"io"
	"net"
	"time"

	"matchday/engine/poll"
)

// A loop asks over two connections at once and reads the answers as they come.
func Example() {
	p, err := poll.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	for _, word := range []string{"kick-off", "half-time"} {
		ours, theirs := net.Pipe() // or what a Dialer returned
		go func() { defer theirs.Close(); _, _ = io.CopyN(theirs, theirs, int64(len(word))) }()
		c, err := p.Adopt(poll.NewSocket(ours), nil, word)
		if err != nil {
			fmt.Println(err)
			return
		}
		if err := c.Write([]byte(word)); err != nil {
			fmt.Println(err)
			return
		}
	}
	buffer := make([]byte, 100)
	for open := 2; open > 0; {
		for _, c := range p.Wait(time.Second) {
			n, err := c.Read(buffer)
			switch {
			case err == io.EOF:
				c.Close()
				open--
			case err == nil:
				fmt.Printf("%s answered with %s\n", c.Owner, buffer[:n])
			}
		}
	}
	// Unordered output:
	// kick-off answered with kick-off
	// half-time answered with half-time
}
