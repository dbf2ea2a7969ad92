package results

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"matchday/measure"
)

// A histDecoder reads histograms in version 2 of HdrHistogram's compressed
// encoding. The zero value is ready. It is not safe for concurrent use.
type histDecoder struct {
	outer []byte
	in    bytes.Reader
	z     io.ReadCloser // nil before the first histogram
}

// decode reads a histogram.
func (d *histDecoder) decode(text string) (measure.Hist, error) {
	if err := d.checkShape(text); err != nil {
		return measure.Hist{}, fmt.Errorf("histogram: %w", err)
	}
	p, err := hdrhistogram.DecodePacked([]byte(text))
	if err != nil {
		return measure.Hist{}, fmt.Errorf("histogram: %w", err)
	}
	return measure.FromPacked(p), nil
}

// checkShape looks at the header of an encoded histogram, and refuses one that
// is much finer or wider than any of ours: a few bytes of a damaged file could
// otherwise unfold into a hundred megabytes.
func (d *histDecoder) checkShape(text string) error {
	var header [hdrhistogram.ENCODING_HEADER_SIZE]byte
	if err := d.open(text); err != nil {
		return err
	}
	if _, err := io.ReadFull(d.z, header[:]); err != nil {
		return err
	}
	digits := binary.BigEndian.Uint32(header[12:])
	highest := binary.BigEndian.Uint64(header[24:])
	if digits > 3 || highest > uint64(24*time.Hour) {
		return errors.New(strconv.FormatUint(uint64(digits), 10) + " digits up to " +
			strconv.FormatUint(highest, 10) + " ns, wanted no more than 3 up to a day")
	}
	return nil
}

// open makes z read what is compressed in the text.
func (d *histDecoder) open(text string) (err error) {
	d.outer, err = base64.StdEncoding.AppendDecode(d.outer[:0], []byte(text))
	if err != nil {
		return err
	}
	const cookieAndLength = 8
	d.in.Reset(d.outer[min(cookieAndLength, len(d.outer)):])
	if z, ok := d.z.(zlib.Resetter); ok {
		return z.Reset(&d.in, nil)
	}
	z, err := zlib.NewReader(&d.in)
	if err == nil {
		d.z = z
	}
	return err
}
