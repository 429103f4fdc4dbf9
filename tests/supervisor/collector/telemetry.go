package main

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/service/telemetry"
	"go.opentelemetry.io/collector/service/telemetry/otelconftelemetry"
)

// anyPort is the collector's usual telemetry, except that its own metrics are served on any free port by default: many
// collectors run side by side on a machine that tests, and the usual port is the same for all.
type anyPort struct {
	telemetry.Factory
}

func telemetryOnAnyPort() telemetry.Factory {
	return anyPort{otelconftelemetry.NewFactory()}
}

// CreateDefaultConfig is what a config that says nothing about telemetry means.
func (a anyPort) CreateDefaultConfig() component.Config {
	config := a.Factory.CreateDefaultConfig()
	if telemetry, ok := config.(*otelconftelemetry.Config); ok {
		for _, reader := range telemetry.Metrics.Readers {
			if reader.Pull != nil && reader.Pull.Exporter.Prometheus != nil {
				*reader.Pull.Exporter.Prometheus.Port = 0
			}
		}
	}
	return config
}
