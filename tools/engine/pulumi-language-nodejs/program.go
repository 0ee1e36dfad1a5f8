package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/sys/unix"
)

// explained is what @pulumi/pulumi/cmd/run exits with once it has itself logged an error that the user can act on.
const explained = 32

// patience is how long a program may take to stop after an interrupt before it is killed, as with Pulumi's own host.
const patience = 5 * time.Second

// configKey has the namespace of a config key. Every version of the SDK understands `<namespace>:config:<name>`.
var configKey = regexp.MustCompile(`^([^:]+):(config:)?`)

// runProgram runs the program in a node process of its own and answers how it ended. Its output passes through: the engine shows each line
// that a language host prints as the program's.
func runProgram(ctx context.Context, request *pulumirpc.RunRequest, engine string) (*pulumirpc.RunResponse, error) {
	info := request.GetInfo()
	options, err := readOptions(info.GetOptions().AsMap())
	if err != nil {
		return nil, err
	}
	runner, err := findRunner(info.GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	environment, err := environmentOf(request, options)
	if err != nil {
		return nil, err
	}
	words := append(options.nodeargs, append([]string{runner}, argumentsOf(request, engine)...)...)
	program := exec.CommandContext(ctx, "node", words...)
	program.Stdout, program.Stderr, program.Env = os.Stdout, os.Stderr, environment
	program.Cancel = func() error { return program.Process.Signal(os.Interrupt) }
	program.WaitDelay = patience
	return ended(program.Run()), nil
}

// argumentsOf has the flags in the order of the constructArguments of Pulumi's own host. Empty ones are left out, as there.
func argumentsOf(request *pulumirpc.RunRequest, engine string) []string {
	info := request.GetInfo()
	var words []string
	for _, flag := range [][2]string{
		{"--monitor", request.GetMonitorAddress()},
		{"--engine", engine},
		{"--organization", request.GetOrganization()},
		{"--project", request.GetProject()},
		{"--root-directory", info.GetRootDirectory()},
		{"--stack", request.GetStack()},
		{"--pwd", info.GetProgramDirectory()},
	} {
		if flag[1] != "" {
			words = append(words, flag[0], flag[1])
		}
	}
	if request.GetDryRun() {
		words = append(words, "--dry-run")
	}
	words = append(words, "--parallel", strconv.Itoa(int(request.GetParallel())), info.GetEntryPoint())
	return append(words, request.GetArgs()...)
}

// findRunner finds the program's own @pulumi/pulumi: two copies of the SDK in one process would not share state.
func findRunner(directory string) (string, error) {
	for _, folder := range nodeModules(directory) {
		runner := filepath.Join(folder, "@pulumi", "pulumi", "cmd", "run")
		if _, err := os.Stat(runner); err == nil {
			return runner, nil
		}
	}
	return "", errors.New("It looks like the Pulumi SDK has not been installed. Have you run npm install?")
}

func environmentOf(request *pulumirpc.RunRequest, options options) ([]string, error) {
	config := map[string]string{}
	for key, value := range request.GetConfig() {
		config[configKey.ReplaceAllString(key, "$1:config:")] = value
	}
	values, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	secrets, err := json.Marshal(append([]string{}, request.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	environment := append(
		os.Environ(), "PULUMI_CONFIG="+string(values), "PULUMI_CONFIG_SECRET_KEYS="+string(secrets))
	if options.typescript {
		environment = append(environment, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if options.tsconfig != "" {
		environment = append(environment, "PULUMI_NODEJS_TSCONFIG_PATH="+options.tsconfig)
	}
	return environment, nil
}

func ended(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case !errors.As(err, &exit):
		return &pulumirpc.RunResponse{
			Error: fmt.Sprintf("Problem executing program (could not run language executor): %v", err),
		}
	case exit.ExitCode() == explained:
		return &pulumirpc.RunResponse{Bail: true}
	}
	if status, is := exit.Sys().(syscall.WaitStatus); is && status.Signaled() {
		return &pulumirpc.RunResponse{Error: "Program was ended by " + unix.SignalName(status.Signal())}
	}
	return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
}
