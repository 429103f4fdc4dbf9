// Command opamp-agent is an OpAMP agent around opamp-go's own client, steered by a test: events go to stdout as JSON
// lines, commands come from stdin as JSON lines. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/google/uuid"
	"github.com/open-telemetry/opamp-go/client/types"
	"github.com/open-telemetry/opamp-go/protobufs"
)

// command is one line of stdin.
type command struct {
	Cmd        string            `json:"cmd"`
	Healthy    bool              `json:"healthy"`
	Status     string            `json:"status"`
	LastError  string            `json:"last_error"`
	Attributes map[string]string `json:"attributes"`
	Capability string            `json:"capability"`
	Type       string            `json:"type"`
	Data       []byte            `json:"data"`
	CommonName string            `json:"common_name"`
}

func main() {
	o, err := parseOptions()
	if err != nil {
		fmt.Fprintln(os.Stderr, "opamp-agent:", err)
		os.Exit(2)
	}
	e := &events{}
	a := newAgent(o, e)
	if err := a.start(o.target); err != nil {
		fmt.Fprintln(os.Stderr, "opamp-agent:", err)
		os.Exit(1)
	}
	e.emit("started", fields{"uid": uuid.UUID(o.uid).String()})

	// The end of stdin is a stop: no agent outlives the test that started it.
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<20)
	for input.Scan() {
		var c command
		if err := json.Unmarshal(input.Bytes(), &c); err != nil {
			e.emit("bad_command", fields{"text": err.Error()})
			continue
		}
		if c.Cmd == "stop" {
			break
		}
		a.obey(c)
	}
	a.stop()
	e.emit("stopped", nil)
}

func (a *agent) obey(c command) {
	switch c.Cmd {
	case "set_health":
		a.changeHealth(func(h *protobufs.ComponentHealth) {
			h.Healthy, h.Status, h.LastError = c.Healthy, c.Status, c.LastError
		})
	case "set_description":
		var attributes pairs
		for key, value := range c.Attributes {
			attributes = append(attributes, [2]string{key, value})
		}
		a.mu.Lock()
		a.description = describe(a.uid, a.options.serviceName, attributes)
		description, client := a.description, a.client
		a.mu.Unlock()
		a.complain(client.SetAgentDescription(description))
	case "send_custom":
		a.complain(a.sendCustom(&protobufs.CustomMessage{Capability: c.Capability, Type: c.Type, Data: c.Data}))
	case "set_components":
		var components pairs
		for kind, name := range c.Attributes {
			components = append(components, [2]string{kind, name})
		}
		a.mu.Lock()
		a.components = available(components)
		wanted, client := a.components, a.client
		a.mu.Unlock()
		a.complain(client.SetAvailableComponents(wanted))
	case "request_certificate":
		a.complain(a.requestCertificate(c.CommonName))
	default:
		a.events.emit("bad_command", fields{"text": "unknown command " + c.Cmd})
	}
}

// sendCustom waits for the one before: the client holds one message at a time.
func (a *agent) sendCustom(message *protobufs.CustomMessage) error {
	for {
		a.mu.Lock()
		client := a.client
		a.mu.Unlock()
		sent, err := client.SendCustomMessage(message)
		if !errors.Is(err, types.ErrCustomMessagePending) {
			return err
		}
		<-sent
	}
}
