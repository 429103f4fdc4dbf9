package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"

	"github.com/open-telemetry/opamp-go/protobufs"
)

// settings is what the agent holds between an offer of connection settings and the next. Guarded by agent.mu.
type settings struct {
	// offered is the hash of the newest offer.
	offered []byte
	// status is what a new client reports of it.
	status *protobufs.ConnectionSettingsStatus
	// current is where the agent was told to connect, previous what to go back to when that fails.
	current, previous *target
	// key belongs to the newest certificate that was asked for, PEM.
	key []byte
}

// onSettings goes on as a new client with what is offered, or says why not.
func (a *agent) onSettings(_ context.Context, s *protobufs.OpAMPConnectionSettings) error {
	next := target{endpoint: s.GetDestinationEndpoint()}
	for _, header := range s.GetHeaders().GetHeaders() {
		next.headers = append(next.headers, [2]string{header.Key, header.Value})
	}
	c := s.GetCertificate()
	key, own := c.GetPrivateKey(), false
	if len(c.GetCert()) > 0 && len(key) == 0 {
		a.mu.Lock()
		key, own = a.settings.key, true
		a.mu.Unlock()
	}
	// The certificate is named by its digest and headers by their names: secrets are not printed.
	sum := sha256.Sum256(c.GetCert())
	a.events.emit("connection_settings", fields{
		"endpoint":           next.endpoint,
		"heartbeat_seconds":  s.GetHeartbeatIntervalSeconds(),
		"headers":            names(s.GetHeaders()),
		"certificate":        c != nil,
		"certificate_sha256": hex.EncodeToString(sum[:]),
		"common_name":        commonName(c.GetCert()),
		"ca":                 len(c.GetCaCert()) > 0,
		"own_key":            own,
	})
	if a.options.refuseSettings {
		return errors.New("refused: this agent was told to")
	}
	if next.endpoint == "" {
		return errors.New("the offer has no endpoint")
	}
	var err error
	if next.tls, err = tlsFromPEM(c.GetCaCert(), c.GetCert(), key); err != nil {
		return err
	}
	// A client cannot be stopped from its own callback.
	go a.switchTo(next)
	return nil
}

// switchTo connects with new settings; the ones before are kept until that worked (specification, "Connection Settings
// Management": an agent that cannot connect goes back).
func (a *agent) switchTo(next target) {
	a.stop()
	a.mu.Lock()
	previous := a.settings.current
	if previous == nil {
		previous = &a.options.target
	}
	a.settings.current, a.settings.previous = &next, previous
	a.settings.status = settingsStatus(a.settings.offered, nil)
	a.mu.Unlock()
	if err := a.start(next); err != nil {
		a.events.emit("switch_failed", fields{"text": err.Error()})
		a.revert(err)
		return
	}
	a.events.emit("switched", fields{"endpoint": next.endpoint})
}

// revert goes back to the settings before, if the newest ones have not worked yet.
func (a *agent) revert(why error) {
	a.mu.Lock()
	previous := a.settings.previous
	if previous != nil {
		a.settings.current, a.settings.previous = previous, nil
		a.settings.status = settingsStatus(a.settings.offered, why)
	}
	a.mu.Unlock()
	if previous == nil {
		return
	}
	// Called from a callback of the client that is to be stopped.
	go func() {
		a.stop()
		a.complain(a.start(*previous))
		a.events.emit("reverted", fields{"endpoint": previous.endpoint})
	}()
}

func settingsStatus(hash []byte, why error) *protobufs.ConnectionSettingsStatus {
	status := &protobufs.ConnectionSettingsStatus{
		LastConnectionSettingsHash: hash,
		Status:                     protobufs.ConnectionSettingsStatuses_ConnectionSettingsStatuses_APPLIED,
	}
	if why != nil {
		status.Status = protobufs.ConnectionSettingsStatuses_ConnectionSettingsStatuses_FAILED
		status.ErrorMessage = why.Error()
	}
	return status
}

// onConnections takes destinations of the agent's own telemetry, and other connections: it prints them.
func (a *agent) onConnections(_ context.Context, o *protobufs.ConnectionSettingsOffers) error {
	signal := func(s *protobufs.TelemetryConnectionSettings) any {
		if s == nil {
			return nil
		}
		return fields{"endpoint": s.DestinationEndpoint, "headers": names(s.Headers), "certificate": s.Certificate != nil}
	}
	others := fields{}
	for name, other := range o.OtherConnections {
		others[name] = fields{
			"endpoint":    other.DestinationEndpoint,
			"headers":     names(other.Headers),
			"certificate": other.Certificate != nil,
			"settings":    other.OtherSettings,
		}
	}
	a.events.emit("connections", fields{
		"hash":        hex.EncodeToString(o.Hash),
		"own_metrics": signal(o.OwnMetrics),
		"own_traces":  signal(o.OwnTraces),
		"own_logs":    signal(o.OwnLogs),
		"others":      others,
	})
	if a.options.refuseSettings {
		return errors.New("refused: this agent was told to")
	}
	return nil
}

// requestCertificate asks the server to sign a new key of the agent's.
func (a *agent) requestCertificate(commonName string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: commonName}}
	csr, err := x509.CreateCertificateRequest(rand.Reader, template, key)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.settings.key = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	client := a.client
	a.mu.Unlock()
	return client.RequestConnectionSettings(&protobufs.ConnectionSettingsRequest{
		Opamp: &protobufs.OpAMPConnectionSettingsRequest{CertificateRequest: &protobufs.CertificateRequest{
			Csr: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: csr}),
		}},
	})
}

func names(headers *protobufs.Headers) []string {
	found := []string{}
	for _, header := range headers.GetHeaders() {
		found = append(found, header.Key)
	}
	return found
}

// commonName of a certificate in PEM; empty if it is none.
func commonName(text []byte) string {
	block, _ := pem.Decode(text)
	if block == nil {
		return ""
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return ""
	}
	return certificate.Subject.CommonName
}
