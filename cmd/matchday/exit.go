package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// The exit codes. They are part of the interface: CI jobs branch on them.
const (
	exitOK          = 0   // done, or the gate passed
	exitRegressed   = 1   // the gate ran and said no
	exitUsage       = 2   // the command line or a file is wrong
	exitFailed      = 3   // it could not be run, or cannot be judged
	exitInterrupted = 130 // stopped from outside; what was measured is saved
)

// errInterrupted is a run that was stopped from outside.
var errInterrupted = errors.New("interrupted; what was measured is saved and marked partial")

// A coded error ends the program with a code of its own.
type coded struct {
	code int
	error
}

func (c coded) Unwrap() error { return c.error }

// usage marks an error as one of the command line or of a file.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return coded{exitUsage, err}
}

// errQuiet is the error of a coded exit that has nothing more to say.
var errQuiet = errors.New("")

// exitCode reports an error to whoever called the program and returns the code
// to end with.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	if text := err.Error(); text != "" {
		fmt.Fprintf(stderr, "matchday: %s\n", text)
	}
	var c coded
	switch {
	case errors.As(err, &c):
		return c.code
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}
