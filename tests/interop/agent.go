package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/open-telemetry/opamp-go/client"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"
)

const (
	// stopTimeout bounds the goodbye of a client.
	stopTimeout = 5 * time.Second
	// downloadTimeout bounds the download of a package.
	downloadTimeout = 30 * time.Second
)

// ownUpdate marks a context of an update this program asked for; any other question for the effective config after
// the first one is the server's ReportFullState, which the client shows in no other way.
type ownUpdate struct{}

// agent drives one opamp-go client at a time.
type agent struct {
	options options
	events  *events

	mu          sync.Mutex
	client      client.OpAMPClient
	uid         types.InstanceUid
	description *protobufs.AgentDescription
	health      *protobufs.ComponentHealth
	effective   *protobufs.AgentConfigMap
	remote      *protobufs.RemoteConfigStatus
	components  *protobufs.AvailableComponents
	settings    settings
	packages    *packages
	connected   bool
	introduced  bool
}

func newAgent(o options, e *events) *agent {
	a := &agent{options: o, events: e, uid: o.uid, packages: newPackages(e)}
	a.components = available(o.components)
	a.description = describe(o.uid, o.serviceName, o.attributes)
	a.health = &protobufs.ComponentHealth{
		Healthy:           true,
		Status:            "running",
		StartTimeUnixNano: uint64(time.Now().UnixNano()),
	}
	a.effective = &protobufs.AgentConfigMap{ConfigMap: map[string]*protobufs.AgentConfigFile{
		"": {Body: []byte("local: true\n"), ContentType: "text/yaml"},
	}}
	return a
}

func describe(uid types.InstanceUid, service string, attributes pairs) *protobufs.AgentDescription {
	d := &protobufs.AgentDescription{IdentifyingAttributes: []*protobufs.KeyValue{
		attribute("service.name", service),
		attribute("service.instance.id", uuid.UUID(uid).String()),
		attribute("service.version", "1.0.0"),
	}}
	for _, pair := range attributes {
		d.NonIdentifyingAttributes = append(d.NonIdentifyingAttributes, attribute(pair[0], pair[1]))
	}
	return d
}

func attribute(key, value string) *protobufs.KeyValue {
	return &protobufs.KeyValue{Key: key, Value: &protobufs.AnyValue{
		Value: &protobufs.AnyValue_StringValue{StringValue: value},
	}}
}

func (a *agent) capabilities() protobufs.AgentCapabilities {
	bits := protobufs.AgentCapabilities_AgentCapabilities_ReportsStatus |
		protobufs.AgentCapabilities_AgentCapabilities_AcceptsRemoteConfig |
		protobufs.AgentCapabilities_AgentCapabilities_ReportsEffectiveConfig |
		protobufs.AgentCapabilities_AgentCapabilities_ReportsHealth |
		protobufs.AgentCapabilities_AgentCapabilities_ReportsRemoteConfig |
		protobufs.AgentCapabilities_AgentCapabilities_AcceptsRestartCommand |
		protobufs.AgentCapabilities_AgentCapabilities_ReportsHeartbeat
	for _, optional := range []struct {
		wanted bool
		bits   protobufs.AgentCapabilities
	}{
		{a.options.acceptSettings || a.options.refuseSettings,
			protobufs.AgentCapabilities_AgentCapabilities_AcceptsOpAMPConnectionSettings},
		{a.options.reportSettings, protobufs.AgentCapabilities_AgentCapabilities_ReportsConnectionSettingsStatus},
		{a.options.otherConnections, protobufs.AgentCapabilities_AgentCapabilities_AcceptsOtherConnectionSettings},
		{a.options.ownTelemetry, protobufs.AgentCapabilities_AgentCapabilities_ReportsOwnMetrics |
			protobufs.AgentCapabilities_AgentCapabilities_ReportsOwnTraces |
			protobufs.AgentCapabilities_AgentCapabilities_ReportsOwnLogs},
		{a.options.acceptPackages, protobufs.AgentCapabilities_AgentCapabilities_AcceptsPackages |
			protobufs.AgentCapabilities_AgentCapabilities_ReportsPackageStatuses},
		{len(a.options.components) > 0, protobufs.AgentCapabilities_AgentCapabilities_ReportsAvailableComponents},
	} {
		if optional.wanted {
			bits |= optional.bits
		}
	}
	return bits
}

// start makes a client for the target and starts it. The client connects in the background.
func (a *agent) start(t target) error {
	logger := &stderrLogger{verbose: a.options.verbose}
	var c client.OpAMPClient
	if t.polling() {
		c = client.NewHTTP(logger)
	} else {
		c = client.NewWebSocket(logger)
	}
	a.mu.Lock()
	description, health, components := a.description, a.health, a.components
	settings := types.StartSettings{
		OpAMPServerURL:               t.endpoint,
		TLSConfig:                    t.tls,
		InstanceUid:                  a.uid,
		RemoteConfigStatus:           a.remote,
		LastConnectionSettingsStatus: a.settings.status,
		HeartbeatInterval:            &a.options.interval,
		EnableCompression:            a.options.compression,
		Header:                       http.Header{},
		Callbacks:                    a.callbacks(t),
	}
	a.client, a.connected, a.introduced = c, false, false
	a.mu.Unlock()
	for _, pair := range t.headers {
		settings.Header.Add(pair[0], pair[1])
	}
	custom := &protobufs.CustomCapabilities{Capabilities: a.options.customCapabilities}
	failed := errors.Join(
		c.SetAgentDescription(description),
		c.SetHealth(health),
		c.SetCustomCapabilities(custom),
	)
	if components != nil {
		failed = errors.Join(failed, c.SetAvailableComponents(components))
	}
	if bits := a.capabilities(); a.options.acceptPackages {
		// SetCapabilities refuses the bits of packages before it knows the provider, which only Start tells it.
		settings.PackagesStateProvider, settings.Capabilities = a.packages, bits
	} else {
		failed = errors.Join(failed, c.SetCapabilities(&bits))
	}
	if failed != nil {
		return failed
	}
	// Not under the lock: the polling client asks for the effective config before Start returns.
	return c.Start(context.Background(), settings)
}

func (a *agent) callbacks(t target) types.Callbacks {
	return types.Callbacks{
		OnConnect: func(context.Context) {
			a.mu.Lock()
			// Over HTTP every answered poll is a "connect"; only the first after a failure is news.
			news := !a.connected || !t.polling()
			a.connected = true
			a.settings.previous = nil
			a.mu.Unlock()
			if news {
				a.events.emit("connected", fields{"endpoint": t.endpoint})
			}
		},
		OnConnectFailed: func(_ context.Context, err error) {
			a.mu.Lock()
			a.connected = false
			a.mu.Unlock()
			a.events.emit("connect_failed", fields{"text": err.Error()})
			a.revert(err)
		},
		OnError: func(_ context.Context, err *protobufs.ServerErrorResponse) {
			a.events.emit("error", fields{"type": err.GetType().String(), "text": err.GetErrorMessage()})
		},
		OnMessage:                 a.onMessage,
		OnCommand:                 a.onCommand,
		GetEffectiveConfig:        a.effectiveConfig,
		OnOpampConnectionSettings: a.onSettings,
		OnConnectionSettings:      a.onConnections,
		DownloadHTTPClient: func(context.Context, *protobufs.DownloadableFile) (*http.Client, error) {
			transport := &http.Transport{TLSClientConfig: t.tls}
			return &http.Client{Transport: transport, Timeout: downloadTimeout}, nil
		},
	}
}

func (a *agent) onMessage(_ context.Context, m *types.MessageData) {
	if m.AgentIdentification != nil {
		uid := types.InstanceUid(m.AgentIdentification.NewInstanceUid)
		a.mu.Lock()
		a.uid = uid
		a.mu.Unlock()
		a.events.emit("agent_identification", fields{"uid": uuid.UUID(uid).String()})
	}
	if m.CustomCapabilities != nil {
		a.events.emit("custom_capabilities", fields{"names": m.CustomCapabilities.Capabilities})
	}
	if m.CustomMessage != nil {
		a.events.emit("custom_message", fields{
			"capability": m.CustomMessage.Capability,
			"type":       m.CustomMessage.Type,
			"data":       m.CustomMessage.Data,
		})
	}
	if m.OfferedConnectionsSettingsHash != nil {
		a.mu.Lock()
		a.settings.offered = m.OfferedConnectionsSettingsHash
		a.mu.Unlock()
	}
	if m.PackagesAvailable != nil {
		a.install(m.PackagesAvailable, m.PackageSyncer)
	}
	if m.RemoteConfig != nil {
		a.apply(m.RemoteConfig)
	}
}

func (a *agent) apply(offer *protobufs.AgentRemoteConfig) {
	files := offer.GetConfig().GetConfigMap()
	described := make(map[string]fields, len(files))
	refused := false
	for name, file := range files {
		sum := sha256.Sum256(file.Body)
		described[name] = fields{
			"size":         len(file.Body),
			"sha256":       hex.EncodeToString(sum[:]),
			"content_type": file.ContentType,
		}
		text := []byte(a.options.refuse)
		refused = refused || (len(text) > 0 && bytes.Contains(file.Body, text))
	}
	a.events.emit("remote_config", fields{
		"hash":    hex.EncodeToString(offer.ConfigHash),
		"files":   described,
		"refused": refused,
	})
	a.report(offer.ConfigHash, protobufs.RemoteConfigStatuses_RemoteConfigStatuses_APPLYING, "")
	if refused {
		text := fmt.Sprintf("refused: the config contains %q", a.options.refuse)
		a.report(offer.ConfigHash, protobufs.RemoteConfigStatuses_RemoteConfigStatuses_FAILED, text)
		return
	}
	a.mu.Lock()
	if a.options.effectiveFromRemote {
		a.effective = offer.GetConfig()
	}
	c := a.client
	a.mu.Unlock()
	a.report(offer.ConfigHash, protobufs.RemoteConfigStatuses_RemoteConfigStatuses_APPLIED, "")
	a.complain(c.UpdateEffectiveConfig(context.WithValue(context.Background(), ownUpdate{}, true)))
}

func (a *agent) report(hash []byte, status protobufs.RemoteConfigStatuses, text string) {
	report := &protobufs.RemoteConfigStatus{
		LastRemoteConfigHash: append([]byte{}, hash...),
		Status:               status,
		ErrorMessage:         text,
	}
	a.mu.Lock()
	a.remote = report
	c := a.client
	a.mu.Unlock()
	a.complain(c.SetRemoteConfigStatus(report))
}

func (a *agent) onCommand(_ context.Context, command *protobufs.ServerToAgentCommand) error {
	a.events.emit("command", fields{"type": command.GetType().String()})
	a.changeHealth(func(h *protobufs.ComponentHealth) {
		h.StartTimeUnixNano = uint64(time.Now().UnixNano())
	})
	return nil
}

func (a *agent) changeHealth(change func(*protobufs.ComponentHealth)) {
	a.mu.Lock()
	// A new message each time: the client may still be encoding the old one.
	health := &protobufs.ComponentHealth{
		Healthy:           a.health.Healthy,
		Status:            a.health.Status,
		LastError:         a.health.LastError,
		StartTimeUnixNano: a.health.StartTimeUnixNano,
	}
	change(health)
	health.StatusTimeUnixNano = uint64(time.Now().UnixNano())
	a.health = health
	c := a.client
	a.mu.Unlock()
	a.complain(c.SetHealth(health))
}

func (a *agent) effectiveConfig(ctx context.Context) (*protobufs.EffectiveConfig, error) {
	a.mu.Lock()
	asked := a.introduced && ctx.Value(ownUpdate{}) == nil
	a.introduced = true
	config := a.effective
	a.mu.Unlock()
	if asked {
		a.events.emit("full_state_requested", nil)
	}
	return &protobufs.EffectiveConfig{ConfigMap: config}, nil
}

func (a *agent) stop() {
	a.mu.Lock()
	c := a.client
	a.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	a.complain(c.Stop(ctx))
}

func (a *agent) complain(err error) {
	if err != nil {
		a.events.emit("client_error", fields{"text": err.Error()})
	}
}

// stderrLogger keeps the client's log away from the events.
type stderrLogger struct {
	verbose bool
}

func (l *stderrLogger) Debugf(_ context.Context, format string, v ...any) {
	if l.verbose {
		log.New(os.Stderr, "debug ", log.Lmicroseconds).Printf(format, v...)
	}
}

func (l *stderrLogger) Errorf(_ context.Context, format string, v ...any) {
	if l.verbose {
		log.New(os.Stderr, "error ", log.Lmicroseconds).Printf(format, v...)
	}
}
