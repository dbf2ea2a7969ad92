package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// knobs reads the knobs of a kind of the gallery, which keeps them to itself, the
// way it is told them: as text. It keeps the first error, which only a knob that
// has been renamed can make.
type knobs struct {
	set *pflag.FlagSet
	err error
}

func (k *knobs) read(name string, parse func(text string) error) {
	f := k.set.Lookup(name)
	err := fmt.Errorf("there is no knob %q", name)
	if f != nil {
		err = parse(f.Value.String())
	}
	if k.err == nil {
		k.err = err
	}
}

// whole reads a whole number; inf is bulkhead.Unbounded.
func (k *knobs) whole(name string) (n int) {
	k.read(name, func(text string) (err error) {
		if text == "inf" {
			n = bulkhead.Unbounded
			return nil
		}
		n, err = strconv.Atoi(text)
		return err
	})
	return n
}

func (k *knobs) time(name string) (d time.Duration) {
	k.read(name, func(text string) (err error) { d, err = time.ParseDuration(text); return err })
	return d
}

func (k *knobs) sizes(name string) (s model.Sizes) {
	k.read(name, func(text string) error { return s.UnmarshalText([]byte(text)) })
	return s
}

func (k *knobs) yes(name string) (yes bool) {
	k.read(name, func(text string) (err error) { yes, err = strconv.ParseBool(text); return err })
	return yes
}
