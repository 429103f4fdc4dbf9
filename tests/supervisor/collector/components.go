package main

import (
	"errors"
	"runtime/debug"

	"github.com/open-telemetry/opentelemetry-collector-contrib/extension/opampextension"
	"github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/debugexporter"
	"go.opentelemetry.io/collector/exporter/nopexporter"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/nopreceiver"
)

const (
	contrib = "github.com/open-telemetry/opentelemetry-collector-contrib/"
	core    = "go.opentelemetry.io/collector/"
)

// components is everything a config may name.
func components() (otelcol.Factories, error) {
	f := otelcol.Factories{Telemetry: telemetryOnAnyPort()}
	var failed [3]error
	opamp, metrics, nop := opampextension.NewFactory(), hostmetricsreceiver.NewFactory(), nopreceiver.NewFactory()
	printer, nowhere := debugexporter.NewFactory(), nopexporter.NewFactory()
	f.Extensions, failed[0] = otelcol.MakeFactoryMap[extension.Factory](opamp)
	f.Receivers, failed[1] = otelcol.MakeFactoryMap[receiver.Factory](metrics, nop)
	f.Exporters, failed[2] = otelcol.MakeFactoryMap[exporter.Factory](printer, nowhere)

	// Where each comes from: a collector reports that among its available components.
	versions := versions()
	module := func(path string) string { return path + " " + versions[path] }
	f.ExtensionModules = map[component.Type]string{opamp.Type(): module(contrib + "extension/opampextension")}
	f.ReceiverModules = map[component.Type]string{
		metrics.Type(): module(contrib + "receiver/hostmetricsreceiver"),
		nop.Type():     module(core + "receiver/nopreceiver"),
	}
	f.ExporterModules = map[component.Type]string{
		printer.Type(): module(core + "exporter/debugexporter"),
		nowhere.Type(): module(core + "exporter/nopexporter"),
	}
	return f, errors.Join(failed[:]...)
}

// versions of the modules in this binary, as go.mod pins them.
func versions() map[string]string {
	found := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			found[module.Path] = module.Version
		}
	}
	return found
}
