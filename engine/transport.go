package engine

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math"
	"net/http"
	"os"
	"time"
)

// A Transport is how requests travel. Nothing of it comes from the environment:
// no proxy is used, and bodies arrive as they were sent, not decompressed.
//
// A request whose kept connection turns out to be closed travels once more on
// another one, as in every HTTP client, if it has no body and its method is
// safe; [Account.Resent] counts those.
type Transport struct {
	Protocol   string        // "http/1.1" (also ""), "h2" over TLS, "h2c" in clear
	Unix       string        // path of a unix socket to dial instead of the URL's host
	Insecure   bool          // accept any certificate
	ServerName string        // name to expect in the certificate, "" means the URL's host
	CAFile     string        // PEM file of roots to trust instead of the system's
	NoReuse    bool          // a new connection for each attempt
	IdleConns  int           // connections kept open while idle; 0 means as many as were ever needed at once
	IdleFor    time.Duration // how long an idle connection is kept; 0 means 90 s
}

// The protocols a Transport knows, by their names in ALPN.
const (
	protoHTTP1 = "http/1.1"
	protoH2    = "h2"
	protoH2C   = "h2c"
)

// defaultIdleFor is how long idle connections are kept when a transport does
// not say.
const defaultIdleFor = 90 * time.Second

func (t Transport) check() error {
	switch t.Protocol {
	case "", protoHTTP1, protoH2, protoH2C:
	default:
		return fmt.Errorf("protocol %q is not one of http/1.1, h2, h2c", t.Protocol)
	}
	if t.IdleConns < 0 || t.IdleFor < 0 {
		return errors.New("idle connections and their time must not be negative; wanted such as 100 and 90s")
	}
	return nil
}

// fits refuses URLs that cannot be spoken to in the protocol. The standard
// transport would silently fall back to HTTP/1.1 instead.
func (t Transport) fits(scheme string) error {
	switch {
	case t.Protocol == protoH2 && scheme != "https":
		return fmt.Errorf("protocol %q needs TLS; wanted a URL such as https://localhost:8443/, or protocol h2c", protoH2)
	case t.Protocol == protoH2C && scheme != "http":
		return fmt.Errorf("protocol %q is spoken in clear; wanted a URL such as http://localhost:8080/, or protocol h2", protoH2C)
	}
	return nil
}

// open returns a fresh transport that dials through lines.
func (t Transport) open(l *lines) *http.Transport {
	idle, idleFor := t.IdleConns, t.IdleFor
	if idle == 0 {
		idle = math.MaxInt
	}
	if idleFor == 0 {
		idleFor = defaultIdleFor
	}
	return &http.Transport{
		DialContext:         l.dial,
		DialTLSContext:      l.dialTLS,
		Protocols:           t.protocols(),
		DisableCompression:  true,
		DisableKeepAlives:   t.NoReuse,
		MaxIdleConnsPerHost: idle,
		IdleConnTimeout:     idleFor,
	}
}

func (t Transport) protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(t.Protocol == "" || t.Protocol == protoHTTP1)
	p.SetHTTP2(t.Protocol == protoH2)
	p.SetUnencryptedHTTP2(t.Protocol == protoH2C)
	return p
}

// tls returns the configuration of a handshake.
func (t Transport) tls() (*tls.Config, error) {
	c := &tls.Config{
		ServerName:         t.ServerName,
		InsecureSkipVerify: t.Insecure,
		NextProtos:         []string{protoHTTP1},

		// Callers come back: a connection that takes up an earlier session costs
		// both sides less, as it does for browsers.
		ClientSessionCache: tls.NewLRUClientSessionCache(0),
	}
	if t.Protocol == protoH2 {
		c.NextProtos = []string{protoH2}
	}
	if t.CAFile == "" {
		return c, nil
	}
	pem, err := os.ReadFile(t.CAFile)
	if err != nil {
		return nil, fmt.Errorf("CA file: %w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("CA file %q holds no certificate; wanted PEM such as -----BEGIN CERTIFICATE-----", t.CAFile)
	}
	return c, nil
}
