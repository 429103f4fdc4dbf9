package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"
)

// packages is what the agent has installed: kept in memory, checked against the hash that was offered, and printed.
type packages struct {
	events *events

	mu       sync.Mutex
	all      []byte
	states   map[string]types.PackageState
	contents map[string][]byte
	statuses *protobufs.PackageStatuses
}

var _ types.PackagesStateProvider = (*packages)(nil)

func newPackages(e *events) *packages {
	return &packages{events: e, states: map[string]types.PackageState{}, contents: map[string][]byte{}}
}

// install lets the client's own syncer do what was offered, in the background.
func (a *agent) install(offer *protobufs.PackagesAvailable, syncer types.PackagesSyncer) {
	offered := fields{}
	for name, p := range offer.Packages {
		offered[name] = fields{
			"type":         p.Type.String(),
			"version":      p.Version,
			"hash":         hex.EncodeToString(p.Hash),
			"url":          p.File.GetDownloadUrl(),
			"content_hash": hex.EncodeToString(p.File.GetContentHash()),
			"headers":      names(p.File.GetHeaders()),
		}
	}
	hash := hex.EncodeToString(offer.AllPackagesHash)
	a.events.emit("packages_available", fields{"hash": hash, "packages": offered})
	if syncer == nil {
		return
	}
	go func() {
		// Waits for the sync before it.
		if err := syncer.Sync(context.Background()); err != nil {
			a.complain(err)
			return
		}
		<-syncer.Done()
		reached, _ := a.packages.AllPackagesHash()
		a.events.emit("packages_synced", fields{
			"hash":     hash,
			"complete": bytes.Equal(reached, offer.AllPackagesHash),
		})
	}()
}

func (p *packages) AllPackagesHash() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all, nil
}

func (p *packages) SetAllPackagesHash(hash []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = hash
	return nil
}

func (p *packages) Packages() ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.states)), nil
}

func (p *packages) PackageState(name string) (types.PackageState, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.states[name], nil
}

func (p *packages) SetPackageState(name string, state types.PackageState) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	state.Exists = true
	p.states[name] = state
	return nil
}

func (p *packages) CreatePackage(name string, kind protobufs.PackageType) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.states[name] = types.PackageState{Exists: true, Type: kind}
	return nil
}

func (p *packages) FileContentHash(name string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	content, found := p.contents[name]
	if !found {
		return nil, nil
	}
	sum := sha256.Sum256(content)
	return sum[:], nil
}

func (p *packages) UpdateContent(_ context.Context, name string, data io.Reader, hash, _ []byte) error {
	content, err := io.ReadAll(data)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	if !bytes.Equal(sum[:], hash) {
		return fmt.Errorf("the content has the hash %x, not %x", sum, hash)
	}
	p.mu.Lock()
	p.contents[name] = content
	p.mu.Unlock()
	p.events.emit("package", fields{"name": name, "size": len(content), "sha256": hex.EncodeToString(sum[:])})
	return nil
}

func (p *packages) DeletePackage(name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.states, name)
	delete(p.contents, name)
	p.events.emit("package_deleted", fields{"name": name})
	return nil
}

func (p *packages) LastReportedStatuses() (*protobufs.PackageStatuses, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.statuses, nil
}

func (p *packages) SetLastReportedStatuses(statuses *protobufs.PackageStatuses) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	// The client goes on changing its own.
	p.statuses = proto.Clone(statuses).(*protobufs.PackageStatuses)
	return nil
}
