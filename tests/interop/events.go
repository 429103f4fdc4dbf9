package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// fields is one event without its name.
type fields map[string]any

// events writes one JSON object per line to stdout. Callbacks come from several goroutines.
type events struct {
	mu sync.Mutex
}

func (e *events) emit(name string, f fields) {
	line := fields{"event": name}
	for key, value := range f {
		line[key] = value
	}
	text, err := json.Marshal(line)
	if err != nil {
		text = []byte(fmt.Sprintf(`{"event":"bug","text":%q}`, err.Error()))
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = os.Stdout.Write(append(text, '\n'))
}
