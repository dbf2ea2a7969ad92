package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// A platform is what runs a pipeline.
type platform string

// The platforms that a verdict is shown on.
const (
	auto    platform = "auto" // whichever the environment tells of
	github  platform = "github"
	gitlab  platform = "gitlab"
	nowhere platform = "none"
)

// platforms returns them in the order in which they are offered.
func platforms() []platform { return []platform{auto, github, gitlab, nowhere} }

// String returns the platform's name.
func (p *platform) String() string { return string(*p) }

// Type is what help calls a platform.
func (p *platform) Type() string { return "platform" }

// Set reads a platform's name.
func (p *platform) Set(name string) error {
	if !slices.Contains(platforms(), platform(name)) {
		return fmt.Errorf("%q is not one of %s", name, strings.Join(platformNames(), ", "))
	}
	*p = platform(name)
	return nil
}

func platformNames() []string {
	var names []string
	for _, p := range platforms() {
		names = append(names, string(p))
	}
	return names
}

// resolved asks the environment where the flag leaves it open. Both platforms
// set a variable to true in every job.
func (p platform) resolved() platform {
	switch {
	case p != auto:
		return p
	case os.Getenv("GITHUB_ACTIONS") == "true":
		return github
	case os.Getenv("GITLAB_CI") == "true":
		return gitlab
	}
	return nowhere
}
