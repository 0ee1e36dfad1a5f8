package main

import (
	"errors"

	"github.com/kballard/go-shellquote"
)

// options are those of `runtime:` in Pulumi.yaml that say how node is started, with the defaults and refusals of Pulumi's own host
// (pulumi-language-nodejs main.go, parseOptions).
type options struct {
	typescript bool
	tsconfig   string
	nodeargs   []string
}

func readOptions(given map[string]any) (options, error) {
	read := options{typescript: true}
	if value, has := given["typescript"]; has {
		typescript, is := value.(bool)
		if !is {
			return options{}, errors.New("typescript option must be a boolean")
		}
		read.typescript = typescript
	}
	if value, has := given["tsconfig"]; has {
		tsconfig, is := value.(string)
		if !is {
			return options{}, errors.New("tsconfigpath option must be a string")
		}
		read.tsconfig = tsconfig
	}
	if value, has := given["nodeargs"]; has {
		nodeargs, is := value.(string)
		if !is {
			return options{}, errors.New("nodeargs option must be a string")
		}
		words, err := shellquote.Split(nodeargs)
		if err != nil {
			return options{}, err
		}
		read.nodeargs = words
	}
	return read, nil
}
