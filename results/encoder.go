package results

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash/adler32"
	"math"
	"math/bits"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// The cookies that begin a compressed histogram of version 2 and what is
// compressed in it. The sixteen says that counts are of variable length.
const (
	outerCookie = uint32(hdrhistogram.V2CompressedEncodingCookieBase) | 0x10
	innerCookie = uint32(hdrhistogram.V2EncodingCookieBase) | 0x10
)

// compressible is the length from which a payload is worth compressing. A
// window's histogram is of some hundred bytes: all that a compressor can do is
// to take a tenth off, for ten times the computing.
const compressible = 256

// A histEncoder turns histograms into text, in version 2 of HdrHistogram's
// compressed encoding. The library's own encoder makes a compressor of most of
// a megabyte for each histogram; this one keeps the one it has. The zero value
// is ready. It is not safe for concurrent use.
type histEncoder struct {
	inner  []byte       // what is to be compressed
	outer  bytes.Buffer // cookie, length, compressed
	packer *zlib.Writer // nil until it is needed
}

// append appends the text of p to a line. Its conversion ratio is taken for 1,
// as that of every histogram made here.
func (e *histEncoder) append(line []byte, p *hdrhistogram.PackedHistogram) []byte {
	e.inner = appendPayload(e.inner[:0], p)
	e.outer.Reset()
	e.outer.Write(binary.BigEndian.AppendUint64(e.outer.AvailableBuffer(), uint64(outerCookie)<<32))
	if len(e.inner) < compressible {
		e.outer.Write(appendStored(e.outer.AvailableBuffer(), e.inner))
	} else {
		e.compress()
	}
	out := e.outer.Bytes()
	binary.BigEndian.PutUint32(out[4:], uint32(len(out)-8))
	return base64.StdEncoding.AppendEncode(line, out)
}

// compress adds the payload to the outer buffer, which takes every write.
func (e *histEncoder) compress() {
	if e.packer == nil {
		// The slower levels come to the same length here.
		e.packer, _ = zlib.NewWriterLevel(&e.outer, zlib.BestSpeed)
	} else {
		e.packer.Reset(&e.outer)
	}
	_, _ = e.packer.Write(e.inner)
	_ = e.packer.Close()
}

// appendStored appends a zlib stream (RFC 1950) of one block that holds the
// data as it is (RFC 1951, 3.2.4).
func appendStored(b, data []byte) []byte {
	const header, last = 0x7801, 1
	b = binary.BigEndian.AppendUint16(b, header)
	b = append(b, last)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(data)))
	b = binary.LittleEndian.AppendUint16(b, ^uint16(len(data)))
	b = append(b, data...)
	return binary.BigEndian.AppendUint32(b, adler32.Checksum(data))
}

// appendPayload appends p as it is before compression: the header, and counts
// by index up to the last that is not zero. A number below zero stands for so
// many counts of zero.
func appendPayload(b []byte, p *hdrhistogram.PackedHistogram) []byte {
	start := len(b)
	b = binary.BigEndian.AppendUint32(b, innerCookie)
	b = binary.BigEndian.AppendUint32(b, 0) // for the length of the counts
	b = binary.BigEndian.AppendUint32(b, 0) // offset of the first index
	b = binary.BigEndian.AppendUint32(b, uint32(p.SignificantFigures()))
	b = binary.BigEndian.AppendUint64(b, uint64(p.LowestTrackableValue()))
	b = binary.BigEndian.AppendUint64(b, uint64(p.HighestTrackableValue()))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(1))
	counts := len(b)
	b = appendCounts(b, p)
	binary.BigEndian.PutUint32(b[start+4:], uint32(len(b)-counts))
	return b
}

// appendCounts appends the counts of p.
func appendCounts(b []byte, p *hdrhistogram.PackedHistogram) []byte {
	g, next := gridOf(p), int64(0)
	for value, count := range p.ForEachBucket {
		switch zeros := g.index(value) - next; {
		case zeros == 1:
			b = appendNumber(b, 0) // a single zero stands for itself
		case zeros > 1:
			b = appendNumber(b, -zeros)
		}
		b = appendNumber(b, count)
		next = g.index(value) + 1
	}
	if next == 0 {
		b = appendNumber(b, 0) // what the library writes for none at all
	}
	return b
}

// appendNumber appends n in ZigZag LEB128. That is [binary.AppendVarint] but
// for numbers of nine bytes, the last of which has no bit for one more.
func appendNumber(b []byte, n int64) []byte {
	u := uint64(n)<<1 ^ uint64(n>>63)
	for i := 0; i < 8 && u >= 0x80; i++ {
		b = append(b, byte(u)|0x80)
		u >>= 7
	}
	return append(b, byte(u))
}

// A bucketGrid numbers the buckets of a histogram, which the library does not
// tell. Buckets come in ranges, each twice as wide as the one before and cut
// into as many parts.
type bucketGrid struct {
	unit int // log₂ of the width of the narrowest bucket
	half int // log₂ of the number of buckets of a range
}

// gridOf returns the grid of p. A value is to be told from one that differs by
// one part in 10^digits, also in the coarser half of a range.
func gridOf(p *hdrhistogram.PackedHistogram) bucketGrid {
	parts := 2 * uint64(math.Pow10(int(p.SignificantFigures())))
	return bucketGrid{
		unit: bits.Len64(uint64(p.LowestTrackableValue())) - 1,
		half: max(1, bits.Len64(parts-1)) - 1,
	}
}

// index returns the number of the bucket that holds a value.
func (g bucketGrid) index(value int64) int64 {
	first := uint64(1)<<(g.unit+g.half+1) - 1 // the first range, of two halves
	rank := bits.Len64(uint64(value)|first) - (g.unit + g.half + 1)
	return int64(rank)<<g.half + value>>(g.unit+rank)
}
