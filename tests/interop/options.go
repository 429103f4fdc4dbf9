package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/open-telemetry/opamp-go/client/types"
)

// pairs is a repeatable k=v flag; the order given is the order reported.
type pairs [][2]string

func (p *pairs) String() string { return fmt.Sprint([][2]string(*p)) }

func (p *pairs) Set(text string) error {
	key, value, found := strings.Cut(text, "=")
	if !found || key == "" {
		return fmt.Errorf("want key=value, got %q", text)
	}
	*p = append(*p, [2]string{key, value})
	return nil
}

// words is a repeatable flag.
type words []string

func (w *words) String() string { return strings.Join(*w, ",") }

func (w *words) Set(text string) error {
	*w = append(*w, text)
	return nil
}

// options is what the command line says.
type options struct {
	target              target
	uid                 types.InstanceUid
	interval            time.Duration
	serviceName         string
	attributes          pairs
	customCapabilities  words
	refuse              string
	effectiveFromRemote bool
	acceptSettings      bool
	refuseSettings      bool
	reportSettings      bool
	ownTelemetry        bool
	otherConnections    bool
	acceptPackages      bool
	components          pairs
	compression         bool
	verbose             bool
}

// target is where to connect and with what.
type target struct {
	endpoint string
	headers  pairs
	tls      *tls.Config
}

func (t target) polling() bool {
	return strings.HasPrefix(t.endpoint, "https://")
}

func parseOptions() (options, error) {
	var o options
	var ca, cert, key, uid string
	var heartbeat, poll time.Duration
	flag.StringVar(&o.target.endpoint, "endpoint", "", "wss:// (WebSocket) or https:// (polling)")
	flag.Var(&o.target.headers, "header", "request header, name=value; may be repeated")
	flag.StringVar(&ca, "ca", "", "PEM file with the roots that the server must chain to")
	flag.StringVar(&cert, "cert", "", "PEM file with the client certificate")
	flag.StringVar(&key, "key", "", "PEM file with the client's private key")
	flag.StringVar(&uid, "uid", "", "instance uid; a new UUIDv7 if absent")
	flag.DurationVar(&heartbeat, "heartbeat", 30*time.Second, "WebSocket heartbeat; 0 is off")
	flag.DurationVar(&poll, "poll-interval", 30*time.Second, "HTTP polling interval")
	flag.StringVar(&o.serviceName, "service-name", "opamp-agent", "service.name")
	flag.Var(&o.attributes, "attr", "non-identifying attribute, key=value; may be repeated")
	flag.Var(&o.customCapabilities, "custom-capability", "custom capability; may be repeated")
	flag.StringVar(&o.refuse, "refuse-config-containing", "", "report FAILED for a config with this text")
	flag.BoolVar(&o.effectiveFromRemote, "effective-from-remote", false,
		"report the applied remote config as the effective config")
	flag.BoolVar(&o.acceptSettings, "accept-connection-settings", false,
		"accept offered OpAMP connection settings and go on as a new client with them")
	flag.BoolVar(&o.refuseSettings, "refuse-connection-settings", false,
		"claim to accept offered OpAMP connection settings and refuse each")
	flag.BoolVar(&o.reportSettings, "report-connection-settings", false,
		"report what became of offered connection settings")
	flag.BoolVar(&o.ownTelemetry, "own-telemetry", false, "accept destinations for its own telemetry")
	flag.BoolVar(&o.otherConnections, "other-connections", false, "accept other connection settings")
	flag.BoolVar(&o.acceptPackages, "accept-packages", false, "download offered packages and keep them in memory")
	flag.Var(&o.components, "component", "available component, type=name; may be repeated")
	flag.BoolVar(&o.compression, "compression", false,
		"gzip requests when polling, offer permessage-deflate on a WebSocket")
	flag.BoolVar(&o.verbose, "verbose", false, "the client's own log, on stderr")
	flag.Parse()
	if flag.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}

	scheme, err := url.Parse(o.target.endpoint)
	if err != nil || (scheme.Scheme != "wss" && scheme.Scheme != "https") {
		return o, errors.New("--endpoint must be a wss:// or https:// URL")
	}
	o.interval = heartbeat
	if o.target.polling() {
		o.interval = poll
	}
	if o.uid, err = parseUID(uid); err != nil {
		return o, err
	}
	o.target.tls, err = tlsFromFiles(ca, cert, key)
	return o, err
}

func parseUID(text string) (types.InstanceUid, error) {
	if text == "" {
		fresh, err := uuid.NewV7()
		return types.InstanceUid(fresh), err
	}
	parsed, err := uuid.Parse(text)
	return types.InstanceUid(parsed), err
}

func tlsFromFiles(ca, cert, key string) (*tls.Config, error) {
	var caPEM, certPEM, keyPEM []byte
	for _, file := range []struct {
		path string
		into *[]byte
	}{{ca, &caPEM}, {cert, &certPEM}, {key, &keyPEM}} {
		if file.path == "" {
			continue
		}
		text, err := os.ReadFile(file.path)
		if err != nil {
			return nil, err
		}
		*file.into = text
	}
	return tlsFromPEM(caPEM, certPEM, keyPEM)
}

func tlsFromPEM(ca, cert, key []byte) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if len(ca) > 0 {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(ca) {
			return nil, errors.New("no certificate in the CA PEM")
		}
	}
	if len(cert) > 0 {
		pair, err := tls.X509KeyPair(cert, key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
