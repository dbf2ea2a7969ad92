package gallery

// Kinds lists the kinds of the gallery, in the order in which they are best
// looked at.
func Kinds() []Kind { return nil }
