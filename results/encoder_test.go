package results

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"matchday/measure"
)

// unpacked returns what is compressed in the text of a histogram.
func unpacked(t *testing.T, text []byte) []byte {
	t.Helper()
	outer, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if n := int(binary.BigEndian.Uint32(outer[4:])); n != len(outer)-8 {
		t.Fatalf("the length is %d, want %d", n, len(outer)-8)
	}
	z, err := zlib.NewReader(bytes.NewReader(outer[8:]))
	if err != nil {
		t.Fatal(err)
	}
	inner, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return inner
}

// checkEncoder compares with the library's encoder, and reads back with both of
// its readers.
func checkEncoder(t *testing.T, e *histEncoder, p *hdrhistogram.PackedHistogram) {
	t.Helper()
	want, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got := e.append([]byte("before,"), p)[len("before,"):]
	if a, b := unpacked(t, got), unpacked(t, want); !bytes.Equal(a, b) {
		t.Fatalf("the payload of %d values is\n%x, the library's\n%x", p.TotalCount(), a, b)
	}
	packed, err := hdrhistogram.DecodePacked(got)
	if err != nil {
		t.Fatal(err)
	}
	dense, err := hdrhistogram.Decode(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := packed.Encode()
	if err != nil || !bytes.Equal(again, want) {
		t.Fatalf("the packed reader reads another histogram: %v", err)
	}
	again, err = dense.EncodeV2()
	if err != nil || !bytes.Equal(again, want) {
		t.Fatalf("the dense reader reads another histogram: %v", err)
	}
}

// Every bucket of the grid that our histograms have is at its place, and so are
// the buckets of other grids.
func TestEncoderGrid(t *testing.T) {
	for _, p := range []*hdrhistogram.PackedHistogram{
		hdrhistogram.NewPacked(1000, int64(10*time.Minute), 3),
		hdrhistogram.NewPacked(1, 1<<40, 1),
		hdrhistogram.NewPacked(1<<20, 1<<40, 2),
	} {
		dense := hdrhistogram.New(p.LowestTrackableValue(), p.HighestTrackableValue(), int(p.SignificantFigures()))
		for value := int64(0); value < p.HighestTrackableValue(); value += 1 + value/7 {
			if err := p.RecordValue(value); err != nil {
				t.Fatal(err)
			}
		}
		checkEncoder(t, new(histEncoder), p)
		// The dense histogram lists all of its buckets by index.
		grid, index := gridOf(p), int64(0)
		for _, bar := range dense.Distribution() {
			if got := grid.index(bar.From); got != index || grid.index(bar.To) != index {
				t.Fatalf("values from %d to %d are in bucket %d, want %d", bar.From, bar.To, got, index)
			}
			index++
		}
	}
}

// Zeros stand for themselves when alone and are counted when not, and counts
// have from one byte to nine.
func TestEncoderEdges(t *testing.T) {
	e := new(histEncoder)
	p := hdrhistogram.NewPacked(1, 1000, 3)
	checkEncoder(t, e, p) // no values at all
	for i, count := range []int64{1, 63, 64, 8191, 8192, 1 << 20, 1 << 34, 1 << 41, 1 << 55, 1 << 56, 1 << 61, 1 << 62} {
		if err := p.RecordValues(int64(i*i), count); err != nil {
			t.Fatal(err)
		}
		checkEncoder(t, e, p)
	}
}

// Histograms of all sizes through one encoder come out as through the
// library's.
func TestEncoderSizes(t *testing.T) {
	e, r := new(histEncoder), rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 10, 1000, 3, 100_000, 1} {
		var h measure.Hist
		for range n {
			h.Record(time.Duration(math.Pow(10, 3+9*r.Float64())))
		}
		checkEncoder(t, e, h.Packed())
	}
}

func FuzzEncoder(f *testing.F) {
	f.Add([]byte{}, byte(0))
	f.Add([]byte("\x01\x00\x10\x20\xff\xff\xff\xff"), byte(3))
	f.Fuzz(func(t *testing.T, values []byte, shape byte) {
		p := hdrhistogram.NewPacked(1<<(shape%7), 1<<41, int(shape/7)%4)
		for ; len(values) >= 4; values = values[4:] {
			exponent, count := values[0]%41, int64(1)<<(values[1]%57)
			value := int64(1)<<exponent + int64(values[2])<<exponent>>8
			if err := p.RecordValues(value, count+int64(values[3])); err != nil {
				return
			}
		}
		checkEncoder(t, new(histEncoder), p)
	})
}
