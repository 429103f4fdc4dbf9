package main

import (
	"crypto/sha256"

	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/proto"
)

// available is a set of components, given as type and name, with its hash; nil if there are none. The client reports the
// hash alone until it is asked for all.
func available(components pairs) *protobufs.AvailableComponents {
	if len(components) == 0 {
		return nil
	}
	all := map[string]*protobufs.ComponentDetails{}
	for _, pair := range components {
		kind := all[pair[0]]
		if kind == nil {
			kind = &protobufs.ComponentDetails{SubComponentMap: map[string]*protobufs.ComponentDetails{}}
			all[pair[0]] = kind
		}
		kind.SubComponentMap[pair[1]] = &protobufs.ComponentDetails{
			Metadata: []*protobufs.KeyValue{attribute("code.namespace", "example.com/"+pair[1])},
		}
	}
	found := &protobufs.AvailableComponents{Components: all}
	// Only its difference from other sets matters.
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(found)
	if err != nil {
		return found
	}
	sum := sha256.Sum256(text)
	found.Hash = sum[:]
	return found
}
