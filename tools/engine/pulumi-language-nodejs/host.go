package main

import (
	"context"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

const sdk = "github.com/pulumi/pulumi/sdk/v3"

// host serves one engine.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
	// cancelled ends every program.
	cancelled context.Context
	cancel    context.CancelFunc
	// running counts the programs that have not ended.
	running sync.WaitGroup
}

func newHost(ctx context.Context, engine string) *host {
	cancelled, cancel := context.WithCancel(ctx)
	return &host{engine: engine, cancelled: cancelled, cancel: cancel}
}

func (h *host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.engine = request.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == sdk {
			return &pulumirpc.PluginInfo{Version: strings.TrimPrefix(module.Version, "v")}, nil
		}
	}
	return &pulumirpc.PluginInfo{}, nil
}

func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(h.cancelled, stop)()
	h.running.Add(1)
	defer h.running.Done()
	return runProgram(ctx, request, h.engine)
}

func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.cancel()
	return &emptypb.Empty{}, nil
}

func (h *host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, err
	}
	version, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, err
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(version))}, nil
}

func (h *host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

func (h *host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages, err := requiredPackages(request.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, err
}

func (h *host) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	dependencies, err := dependenciesOf(request.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: dependencies}, err
}

// InstallDependencies is `pulumi install`: npm's output goes to the engine as it comes.
func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	folder := packageRoot(request.GetInfo().GetProgramDirectory())
	if folder == "" {
		return nil
	}
	var one sync.Mutex
	install := exec.CommandContext(stream.Context(), "npm", "install", "--no-audit", "--no-fund")
	install.Dir = folder
	install.Stdout = sender(func(chunk []byte) error {
		one.Lock()
		defer one.Unlock()
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: chunk})
	})
	install.Stderr = sender(func(chunk []byte) error {
		one.Lock()
		defer one.Unlock()
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stderr: chunk})
	})
	return install.Run()
}

// sender is a writer that sends what is written.
type sender func(chunk []byte) error

func (send sender) Write(chunk []byte) (int, error) {
	return len(chunk), send(chunk)
}
