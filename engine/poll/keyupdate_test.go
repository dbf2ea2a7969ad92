package poll

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"strings"
	"testing"
)

// The other side may change its keys at any time and ask for the same: the
// answer goes out while reading. No server of crypto/tls does, so the records
// are made here (RFC 8446, sections 4.6.3, 5.2 and 7.2).
func TestSecureKeyUpdate(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		var keys bytes.Buffer
		var raw net.Conn
		c, server := secured(t, p, &tls.Config{MinVersion: tls.VersionTLS13, SessionTicketsDisabled: true, KeyLogWriter: &keys},
			func(c net.Conn) net.Conn { raw = c; return c })
		if server.ConnectionState().CipherSuite != tls.TLS_AES_128_GCM_SHA256 {
			t.Skip("another cipher than the one that is known here")
		}
		secret := logged(t, keys.String(), "SERVER_TRAFFIC_SECRET_0")
		const handshake, application = 22, 23
		update := []byte{24, 0, 0, 1, 1} // key_update, one byte long: update_requested
		give(t, raw, record(t, secret, handshake, update))
		give(t, raw, record(t, expand(t, secret, "traffic upd", sha256.Size), application, []byte("new keys")))
		expect(t, p, c, "new keys")
		if err := c.Write([]byte("ours are new too")); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 16)
		if _, err := io.ReadFull(server, got); err != nil || string(got) != "ours are new too" {
			t.Errorf("the other side got %q, %v", got, err)
		}
	})
}

// logged returns a secret out of a key log.
func logged(t *testing.T, log, label string) []byte {
	t.Helper()
	for line := range strings.Lines(log) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == label {
			secret, err := hex.DecodeString(f[2])
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
	}
	t.Fatalf("no %s among the logged keys", label)
	return nil
}

// expand is HKDF-Expand-Label with no context.
func expand(t *testing.T, secret []byte, label string, n int) []byte {
	t.Helper()
	label = "tls13 " + label
	info := binary.BigEndian.AppendUint16(nil, uint16(n))
	info = append(append(append(info, byte(len(label))), label...), 0)
	out, err := hkdf.Expand(sha256.New, secret, string(info), n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// record returns the first record under a secret.
func record(t *testing.T, secret []byte, kind byte, content []byte) string {
	t.Helper()
	block, err := aes.NewCipher(expand(t, secret, "key", 16))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	inner := append(bytes.Clone(content), kind)
	header := []byte{23, 3, 3, 0, byte(len(inner) + aead.Overhead())}
	return string(aead.Seal(header, expand(t, secret, "iv", 12), inner, header))
}
