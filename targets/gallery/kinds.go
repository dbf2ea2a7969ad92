package gallery

import (
	"fmt"
	"strings"
)

// Kinds lists the kinds of the gallery, in the order in which they are best
// looked at.
func Kinds() []Kind {
	return []Kind{
		poolKind(), asyncKind(), lockKind(), ownersKind(), loopKind(),
		pipelineKind(), fanKind(), prefetchKind(), leakKind(),
	}
}

// Find returns the kind of that name, or an error that says which there are.
func Find(name string) (Kind, error) {
	var names []string
	for _, k := range Kinds() {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	return Kind{}, fmt.Errorf("kind %q: want one of %s", name, strings.Join(names, ", "))
}
