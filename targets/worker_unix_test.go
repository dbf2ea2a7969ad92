//go:build unix

package targets

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// playEmployer is a shop whose work is done by a process that has left its
// group. It leaves it behind.
func playEmployer() {
	employ()
	playShop()
}

// playFair is one that ends its worker when it is asked to end.
func playFair() {
	worker := employ()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go playShop()
	<-stop
	worker.Process.Kill()
	worker.Wait()
}

func employ() *exec.Cmd {
	worker := exec.Command(os.Args[0])
	worker.Env = append(os.Environ(), kind+"=worker")
	worker.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := worker.Start(); err != nil {
		panic(err)
	}
	return worker
}

// playWorker heeds no signal but the last.
func playWorker() {
	signal.Ignore(syscall.SIGTERM, syscall.SIGHUP)
	fmt.Fprintln(os.Stderr, "at work")
	os.Setenv(untethered, "yes")
	wait()
}
