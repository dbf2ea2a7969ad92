package targets

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
)

// kind is the variable that makes this test binary play a child instead.
const kind = "MATCHDAY_TEST_CHILD"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == guarding {
		playGuard(os.Args[2:])
	}
	children := map[string]func(){
		"target":      playTarget,
		"silent":      wait,
		"wrong":       func() { fmt.Println("good evening"); wait() },
		"stillborn":   func() { fmt.Fprintln(os.Stderr, "no oven"); os.Exit(3) },
		"sick":        func() { playService(http.NotFoundHandler()); wait() },
		"worn":        playWorn,
		"endless":     playEndless,
		"mortal":      playMortal,
		"signal only": func() { playHealthy(); <-make(chan int) },
		"pipe only":   func() { signal.Ignore(syscall.SIGTERM); playHealthy(); wait() },
		"stubborn":    func() { signal.Ignore(syscall.SIGTERM); playHealthy(); <-make(chan int) },
		"parent":      playParent,
		"shop":        playShop,
		"proxy":       playProxy,
		"open door":   playOpenDoor,
		"curl":        playCurl,
		"employer":    playEmployer,
		"fair":        playFair,
		"worker":      playWorker,
	}
	if play, ok := children[os.Getenv(kind)]; ok {
		play()
		return
	}
	os.Exit(m.Run())
}

// guarding is the argument that makes this test binary a guard instead. Of what it
// guards it passes on the environment, so it cannot go by that.
const guarding = "guarding"

// playGuard is what the program does as a guard.
func playGuard(args []string) {
	grace, err := time.ParseDuration(args[0])
	if err != nil {
		panic(err)
	}
	ctx, stop := UntilParentEnds(context.Background(), os.Stdin)
	defer stop()
	cmd := exec.Command(args[2], args[3:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	status, err := Guard(ctx, cmd, grace)
	if err != nil {
		panic(err)
	}
	os.Exit(status)
}

// wait lasts until the parent closes our standard input, or for a service that
// does not care for it until it is killed.
func wait() {
	if os.Getenv(untethered) == "" {
		io.Copy(io.Discard, os.Stdin)
		return
	}
	nobody, pen, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	io.Copy(io.Discard, nobody)
	pen.Close() // it must be open until here
}

// settings reads what an Applier adds to a command line.
func settings() (setting bulkhead.Setting, listener net.Listener) {
	flags := flag.NewFlagSet("target", flag.PanicOnError)
	flags.TextVar(&setting, "bulkhead", setting, "")
	listen := flags.String("listen", "", "")
	flags.Parse(os.Args[1:])
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		panic(err)
	}
	return setting, listener
}

// playTarget is what the program does as a target.
func playTarget() {
	setting, listener := settings()
	ctx, stop := UntilParentEnds(context.Background(), os.Stdin)
	defer stop()
	fmt.Println("listening http://" + listener.Addr().String())
	service, err := reference.NewSharing(model.Options{CPUs: 2, Demand: 20 * time.Millisecond, Bulkhead: setting})
	if err != nil {
		panic(err)
	}
	if err := reference.Serve(ctx, listener, service); err != nil {
		panic(err)
	}
}

func playService(h http.Handler) {
	_, listener := settings()
	fmt.Println("listening http://" + listener.Addr().String())
	go http.Serve(listener, h)
}

func playHealthy() {
	playService(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
}

// playWorn has served before it listens, until it is reset.
func playWorn() {
	accepted := atomic.Int64{}
	accepted.Store(7)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /reset", func(http.ResponseWriter, *http.Request) { accepted.Store(0) })
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/stats", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"accepted": %d}`, accepted.Load()) })
	playService(mux)
	wait()
}

// playEndless cannot be reset.
func playEndless() {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	playService(mux)
	wait()
}

// playMortal dies of its first order, with many words.
func playMortal() {
	playService(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/order" {
			fmt.Fprint(os.Stderr, strings.Repeat("the oven is hot\n", 100_000), "the oven is on fire\n")
			os.Exit(7)
		}
	}))
	wait()
}

// playParent starts a target, tells where it is, and closes nothing.
func playParent() {
	os.Setenv(kind, "target")
	target, err := Reference{Command: os.Args[:1]}.Apply(context.Background(), bulkhead.Setting{})
	if err != nil {
		panic(err)
	}
	fmt.Println(target.URL())
	wait()
}
